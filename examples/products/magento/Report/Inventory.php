<?php

declare(strict_types=1);

namespace Headgate\Tracking\Report;

use Headgate\Tracking\Manifest\EventDefinition;
use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * What is tracked: each event with its fields and what is done to them.
 */
class Inventory
{
    private const EFFECTS = [
        '' => 'leaves as declared',
        'truncate' => 'cut to its length in the page',
        'redact' => 'e-mail addresses, long numbers and links replaced in the page',
        'pseudonymise' => 'replaced in the page under a key that never leaves the device',
        'seal' => 'encrypted in the page to the controller',
    ];

    /**
     * Lists the events and their fields.
     *
     * @param Manifest $manifest
     * @return array<int, array<string, mixed>>
     */
    public function list(Manifest $manifest): array
    {
        return array_map(
            fn (EventDefinition $event): array => [
                'event' => $event->name(),
                'title' => $event->title(),
                'tier' => $event->tag('tier'),
                'purpose' => $this->titleOf($manifest, $event->tag('purpose')),
                'fields' => $this->listFields($event),
            ],
            $manifest->events()
        );
    }

    /**
     * Lists an event's fields.
     *
     * @param EventDefinition $event
     * @return array<int, array<string, string>>
     */
    private function listFields(EventDefinition $event): array
    {
        $fields = [];
        foreach ($event->fields() as $name => $field) {
            $fields[] = [
                'field' => (string)$name,
                'type' => $field->type . (($field->optional ?? false) ? ', optional' : ''),
                'data' => $field->data ?? 'behaviour',
                'protection' => self::EFFECTS[$field->protect ?? ''],
            ];
        }
        return $fields;
    }

    /**
     * Gives a purpose's title.
     *
     * @param Manifest $manifest
     * @param string $purpose
     */
    private function titleOf(Manifest $manifest, string $purpose): string
    {
        $definition = $manifest->section('purposes')[$purpose] ?? new stdClass();
        return (string)($definition->title ?? $purpose);
    }
}
