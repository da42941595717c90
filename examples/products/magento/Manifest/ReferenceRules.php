<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * Every name that is used must be declared, once (GDPR Art. 5(1)(b), 30(1)(d)).
 */
class ReferenceRules
{
    /**
     * Finds names that the manifest does not declare.
     *
     * @param stdClass $manifest
     * @return string[]
     */
    public function find(stdClass $manifest): array
    {
        $problems = [];
        if (isset($manifest->events->{Manifest::RECEIPT})) {
            $problems[] = 'events.' . Manifest::RECEIPT . ': this name is reserved for receipts of consent.';
        }
        foreach (get_object_vars($manifest->events) as $name => $event) {
            $at = 'events.' . $name;
            $used = ['categories' => $event->categories ?? [], 'collectors' => $event->collectors];
            foreach ($used as $section => $names) {
                $problems = [...$problems, ...$this->findUndeclared($manifest, $section, $names, $at)];
            }
            if (!isset($manifest->purposes->{$event->purpose})) {
                $problems[] = sprintf('%s.purpose: "%s" is not declared in purposes.', $at, $event->purpose);
            }
        }
        $receivers = $manifest->receipts->collectors ?? [];
        return [...$problems, ...$this->findUndeclared($manifest, 'collectors', $receivers, 'receipts')];
    }

    /**
     * Finds undeclared and repeated names of a list.
     *
     * @param stdClass $manifest
     * @param string $section
     * @param string[] $names
     * @param string $at
     * @return string[]
     */
    private function findUndeclared(stdClass $manifest, string $section, array $names, string $at): array
    {
        $problems = [];
        foreach ($names as $name) {
            if (!isset($manifest->{$section}->{$name})) {
                $problems[] = sprintf('%s.%s: "%s" is not declared in %s.', $at, $section, $name, $section);
            }
        }
        if (count(array_unique($names)) !== count($names)) {
            $problems[] = sprintf('%s.%s: expected each name once.', $at, $section);
        }
        return $problems;
    }
}
