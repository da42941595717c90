<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use JsonException;
use stdClass;

/**
 * Reads bodies: JSON in UTF-8.
 */
class BodyReader
{
    /**
     * Takes what reads moments and ids.
     *
     * @param Instant $instant
     * @param TaggedShape $shape
     */
    public function __construct(private readonly Instant $instant, private readonly TaggedShape $shape)
    {
    }

    /**
     * Reads a batch of events.
     *
     * @param string $body
     * @param int $maxEvents
     * @return array<int, mixed>
     * @throws Refusal
     */
    public function readBatch(string $body, int $maxEvents): array
    {
        $batch = $this->readObject($body, 'not_a_batch');
        $isBatch = is_array($batch->events ?? null) && $this->instant->toMilliseconds($batch->sentAt ?? null) !== null;
        if (!$isBatch) {
            throw new Refusal(400, 'not_a_batch');
        }
        if (count($batch->events) > $maxEvents) {
            // The sender halves what is too large.
            throw new Refusal(413, 'too_many_events');
        }
        return $batch->events;
    }

    /**
     * Reads a request to erase: ids, and values by pseudonymised field.
     *
     * @param string $body
     * @return array{string[], array<string, string>}
     * @throws Refusal
     */
    public function readErasure(string $body): array
    {
        $erasure = $this->readObject($body, 'not_an_erasure');
        $ids = $erasure->ids ?? [];
        $subject = $erasure->subject ?? new stdClass();
        if (!is_array($ids) || !$subject instanceof stdClass || count(get_object_vars($subject)) > 32) {
            throw new Refusal(400, 'not_an_erasure');
        }
        $values = get_object_vars($subject);
        if (array_filter($values, is_string(...)) !== $values) {
            throw new Refusal(400, 'not_an_erasure');
        }
        return [array_values(array_filter($ids, $this->shape->isId(...))), $values];
    }

    /**
     * Reads an object.
     *
     * @param string $body
     * @param string $otherwise
     * @throws Refusal
     */
    private function readObject(string $body, string $otherwise): stdClass
    {
        try {
            $object = json_decode($body, false, 16, JSON_THROW_ON_ERROR);
        } catch (JsonException) {
            throw new Refusal(400, 'invalid_json');
        }
        return $object instanceof stdClass ? $object : throw new Refusal(400, $otherwise);
    }
}
