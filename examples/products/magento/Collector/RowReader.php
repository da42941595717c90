<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * Writes events in full that came as rows: what they share is said once, times count from the batch's own, and an id
 * that begins with a dash goes on where the event's time ends.
 */
class RowReader
{
    private const DAY = 86400000;

    /**
     * So much may all events of a batch say by what they share: a few rows must not do for much that is checked.
     */
    private const MOST = 1048576;

    /**
     * The last moment that a browser can name, in milliseconds.
     */
    private const LATEST = 8640000000000000;

    /**
     * Takes what writes moments.
     *
     * @param Instant $instant
     */
    public function __construct(private readonly Instant $instant)
    {
    }

    /**
     * Gives the events of a batch of rows.
     *
     * @param stdClass $batch
     * @return stdClass[]
     * @throws Refusal
     */
    public function read(stdClass $batch): array
    {
        if (!is_int($batch->from ?? null) || !is_array($batch->shared ?? null)) {
            throw new Refusal(400, 'not_a_batch');
        }
        $events = [];
        $lengths = [];
        $length = 0;
        foreach ($batch->rows as $row) {
            $place = is_array($row) ? $row[0] ?? null : null;
            $shared = is_int($place) ? $batch->shared[$place] ?? null : null;
            if (!$shared instanceof stdClass || !is_int($row[2] ?? null)) {
                throw new Refusal(400, 'not_a_batch');
            }
            $lengths[$place] ??= strlen(json_encode($shared, JSON_THROW_ON_ERROR));
            $length += $lengths[$place];
            if ($length > self::MOST) {
                throw new Refusal(413, 'too_large');
            }
            $events[] = $this->toEvent($shared, $row, $batch->from + $row[2]);
        }
        return $events;
    }

    /**
     * Writes an event in full.
     *
     * @param stdClass $shared
     * @param array $row
     * @param int|float $time
     * @throws Refusal
     */
    private function toEvent(stdClass $shared, array $row, int|float $time): stdClass
    {
        $tags = get_object_vars($shared);
        $fields = $tags['fields'] ?? null;
        $days = $tags['retentionDays'] ?? null;
        $id = $row[1];
        $values = array_slice($row, 3);
        $isWhole = is_array($fields) && array_filter($fields, $this->isName(...)) === $fields && is_string($id)
            && count($fields) === count($values) && (is_int($days) || is_float($days));
        if (!$isWhole || $time < 0 || abs($days) * self::DAY + $time > self::LATEST) {
            throw new Refusal(400, 'not_a_batch');
        }
        unset($tags['fields']);
        $written = [
            'id' => str_starts_with($id, '-') ? $this->toMoment($time) . $id : $id,
            'time' => $this->instant->toText($time),
            'expires' => $this->instant->toText((int)($time + $days * self::DAY)),
        ];
        return (object)(['data' => (object)array_combine($fields, $values)] + $tags + $written);
    }

    /**
     * Tells whether an object can have a property of this name, as json_decode sees it.
     *
     * @param mixed $name
     */
    private function isName(mixed $name): bool
    {
        return is_string($name) && !str_starts_with($name, "\0");
    }

    /**
     * Writes how the ids of a millisecond begin.
     *
     * @param int $time
     */
    private function toMoment(int $time): string
    {
        $text = str_pad(dechex($time), 12, '0', STR_PAD_LEFT);
        return substr($text, 0, 8) . '-' . substr($text, 8);
    }
}
