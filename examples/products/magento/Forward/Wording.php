<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * What several formats write in the same way.
 */
class Wording
{
    /**
     * Writes JSON as browsers do.
     *
     * @param mixed $value
     */
    public function json(mixed $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /**
     * Reads JSON; null where it is none.
     *
     * @param string $text
     */
    public function object(string $text): ?stdClass
    {
        $value = json_decode($text, false, 32);
        return $value instanceof stdClass ? $value : null;
    }

    /**
     * Writes a value as JavaScript does.
     *
     * @param mixed $value
     */
    public function text(mixed $value): string
    {
        return match (true) {
            is_bool($value) => $value ? 'true' : 'false',
            is_float($value) => (string)json_encode($value),
            default => (string)$value,
        };
    }

    /**
     * Puts what an event says of its own right to exist into one object, with the consent under which it left.
     *
     * @param stdClass $event
     */
    public function legalTags(stdClass $event): stdClass
    {
        $tags = clone $event;
        unset($tags->id, $tags->event, $tags->time, $tags->data);
        $tags->consent = $event->consent->released ?? $event->consent->captured;
        return $tags;
    }

    /**
     * Gives the value of the declared field that an identifier is taken from. Nothing is made up where there is none.
     *
     * @param stdClass $event
     * @param string $field
     */
    public function identifier(stdClass $event, string $field): ?string
    {
        $text = $field === '' ? '' : $this->text($event->data->{$field} ?? '');
        return $text === '' ? null : $text;
    }

    /**
     * Lists each category that an event names, and whether it is granted.
     *
     * For a receipt each one's own choice, for any other event the strictest of its categories.
     *
     * @param stdClass $event
     * @return array<string, bool>
     */
    public function choices(stdClass $event): array
    {
        $choices = $event->data->categories ?? null;
        if ($choices instanceof stdClass) {
            return array_map(fn (mixed $choice): bool => $choice === 'granted', get_object_vars($choices));
        }
        $isGranted = ($event->consent->released ?? $event->consent->captured)->state === 'granted';
        return array_fill_keys($event->categories, $isGranted);
    }

    /**
     * Makes an answer that takes the first events of a batch and refuses the rest for good.
     *
     * @param stdClass[] $events
     * @param int $taken
     */
    public function firstOf(array $events, int $taken): Answer
    {
        $ids = array_column($events, 'id');
        return new Answer(array_slice($ids, 0, $taken), array_slice($ids, $taken));
    }
}
