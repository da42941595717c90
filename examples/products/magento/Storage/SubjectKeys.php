<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Manifest\EventDefinition;
use stdClass;

/**
 * By what a person's events are found again: fields that single a person out, as keys that do not tell the value.
 */
class SubjectKeys
{
    /**
     * Lists the keys of an event.
     *
     * @param EventDefinition $definition
     * @param stdClass $data
     * @return string[]
     */
    public function fromEvent(EventDefinition $definition, stdClass $data): array
    {
        $keys = [];
        foreach ($definition->fields() as $name => $field) {
            if (isset($data->{$name}) && $this->isSubject($field)) {
                $keys[] = $this->toKey((string)$name, (string)$data->{$name});
            }
        }
        return array_values(array_unique($keys));
    }

    /**
     * Makes the key of a field's value.
     *
     * @param string $field
     * @param string $value
     */
    public function toKey(string $field, string $value): string
    {
        return hash('sha256', $field . '=' . $value);
    }

    /**
     * Tells whether a field singles a person out. A sealed one is different each time, so nothing is found by it.
     *
     * @param stdClass $field
     */
    private function isSubject(stdClass $field): bool
    {
        $protect = $field->protect ?? '';
        $singlesOut = in_array($field->data ?? '', ['identifier', 'contact'], true);
        return $protect !== 'seal' && ($protect === 'pseudonymise' || $singlesOut);
    }
}
