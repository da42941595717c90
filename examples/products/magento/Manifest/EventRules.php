<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * The shape of one event and its fields.
 */
class EventRules
{
    private const KEYS = [
        'title', 'need', 'journey', 'step', 'once', 'triggers', 'elapsed', 'purpose', 'tier', 'basis', 'categories',
        'retentionDays', 'collectors', 'fields', 'undecided', 'storage', 'region', 'unknownRegion', 'accept',
    ];
    private const CHOICES = [
        'tier' => Vocabulary::TIERS,
        'basis' => Vocabulary::BASES,
    ];
    private const ONCE = ['page', 'session', 'visitor'];
    private const OPTIONAL_CHOICES = [
        'undecided' => ['hold', 'refuse'],
        'storage' => ['necessary'],
        'unknownRegion' => ['hold', 'refuse'],
    ];

    /**
     * Takes the rules for fields.
     *
     * @param FieldRules $fields
     */
    public function __construct(private readonly FieldRules $fields)
    {
    }

    /**
     * Finds what is wrong with an event's shape.
     *
     * @param stdClass $event
     * @param string $at
     * @param ShapeRules $shape
     * @return string[]
     */
    public function find(stdClass $event, string $at, ShapeRules $shape): array
    {
        $problems = $shape->findUnknownKeys($event, self::KEYS, $at);
        if (!is_string($event->purpose ?? null)) {
            $problems[] = $at . '.purpose: expected a name.';
        }
        if (isset($event->categories) && !$this->isListOfText($event->categories)) {
            $problems[] = $at . '.categories: expected a list of names.';
        }
        if (isset($event->fields) && !$event->fields instanceof stdClass) {
            $problems[] = $at . '.fields: expected an object.';
        }
        $fields = ($event->fields ?? null) instanceof stdClass ? get_object_vars($event->fields) : [];
        foreach ($fields as $name => $field) {
            $problems = [...$problems, ...$this->fields->find($field, $at . '.fields.' . $name, $shape)];
        }
        $problems = [...$problems, ...$this->findInOnce($event, $at, $shape)];
        return [...$problems, ...$this->findChoices($event, $at), ...$this->findInRecipients($event, $at)];
    }

    /**
     * Finds what is wrong with how often an event is taken.
     *
     * Once for each page, session or visitor, or once for each value of a field.
     *
     * @param stdClass $event
     * @param string $at
     * @param ShapeRules $shape
     * @return string[]
     */
    private function findInOnce(stdClass $event, string $at, ShapeRules $shape): array
    {
        $once = $event->once ?? 'page';
        $problems = [];
        if ($once instanceof stdClass) {
            $problems = $shape->findUnknownKeys($once, ['per', 'field'], $at . '.once');
            if (!is_string($once->field ?? null) || !isset($event->fields->{$once->field})) {
                $problems[] = $at . '.once.field: expected a field of the event.';
            }
            $once = $once->per ?? null;
        }
        if (!in_array($once, self::ONCE, true)) {
            $problems[] = sprintf('%s.once: expected one of %s.', $at, implode(', ', self::ONCE));
        }
        return $problems;
    }

    /**
     * Finds what is wrong with recipients and retention, of an event as of receipts.
     *
     * @param stdClass $entry
     * @param string $at
     * @return string[]
     */
    public function findInRecipients(stdClass $entry, string $at): array
    {
        $problems = [];
        $days = $entry->retentionDays ?? null;
        if (!is_int($days) || $days < 1 || $days > 3650) {
            $problems[] = $at . '.retentionDays: expected whole days, 1-3650.';
        }
        if (!$this->isListOfText($entry->collectors ?? null) || $entry->collectors === []) {
            $problems[] = $at . '.collectors: expected at least one name.';
        }
        return $problems;
    }

    /**
     * Finds values that are none of a closed list.
     *
     * @param stdClass $event
     * @param string $at
     * @return string[]
     */
    private function findChoices(stdClass $event, string $at): array
    {
        $problems = [];
        foreach ([...self::CHOICES, ...self::OPTIONAL_CHOICES] as $key => $choices) {
            if (!isset($event->{$key}) && isset(self::OPTIONAL_CHOICES[$key])) {
                continue;
            }
            if (!in_array($event->{$key} ?? null, $choices, true)) {
                $problems[] = sprintf('%s.%s: expected one of %s.', $at, $key, implode(', ', $choices));
            }
        }
        return $problems;
    }

    /**
     * Tells whether a value is a list of texts.
     *
     * @param mixed $value
     */
    private function isListOfText(mixed $value): bool
    {
        return is_array($value) && array_filter($value, is_string(...)) === $value;
    }
}
