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
     * In the place of a field: the hash of the secret of the device that sent an event. No field has this name.
     */
    public const DEVICE = '';

    private const USE = 'subjects';

    /**
     * Takes the shop's keys: without one, a customer's number would be found by trying all.
     *
     * @param ShopKeys $keys
     */
    public function __construct(private readonly ShopKeys $keys)
    {
    }

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
        return $this->keys->hash(self::USE, $field . '=' . $value);
    }

    /**
     * Lists the keys under which a value may have been stored: one of each crypt key that the shop has had.
     *
     * @param string $field
     * @param string $value
     * @return string[]
     */
    public function toKeys(string $field, string $value): array
    {
        return array_map(
            fn (int $number): string => $this->keys->hash(self::USE, $field . '=' . $value, $number),
            $this->keys->numbers()
        );
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
