<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use JsonException;
use stdClass;

/**
 * Reads bodies: JSON in UTF-8, of batches compressed too, with their events in full or as rows.
 */
class BodyReader
{
    /**
     * 256 bits as base64url: a device's secret, and its hash.
     */
    private const SECRET = '/^[\\w-]{43}$/D';

    /**
     * Takes what reads moments, what writes out what is compressed, and what reads rows.
     *
     * @param Instant $instant
     * @param Inflater $inflater
     * @param RowReader $rows
     */
    public function __construct(
        private readonly Instant $instant,
        private readonly Inflater $inflater,
        private readonly RowReader $rows
    ) {
    }

    /**
     * Lists what is read beside the plain form. Pages that hear so send it from their next batch on.
     *
     * @return string[]
     */
    public function accepts(): array
    {
        return $this->inflater->isAble() ? ['rows', 'gzip'] : ['rows'];
    }

    /**
     * Reads a batch: events, and the hash of the secret of the device that sent them; empty where it told none.
     *
     * @param string $body
     * @param int $maxEvents
     * @param int $maxBytes Of what it says, compressed or not.
     * @return array{array<int, mixed>, string}
     * @throws Refusal
     */
    public function readBatch(string $body, int $maxEvents, int $maxBytes): array
    {
        $batch = $this->readObject($this->inflater->inflate($body, $maxBytes), 'not_a_batch');
        $list = $batch->events ?? $batch->rows ?? null;
        if (!is_array($list) || $this->instant->toMilliseconds($batch->sentAt ?? null) === null) {
            throw new Refusal(400, 'not_a_batch');
        }
        if (count($list) > $maxEvents) {
            // The sender halves what is too large.
            throw new Refusal(413, 'too_many_events');
        }
        $events = isset($batch->events) ? $list : $this->rows->read($batch);
        return [$events, isset($batch->subject) ? $this->readSecret($batch->subject, 'not_a_batch') : ''];
    }

    /**
     * Reads a request to erase: the secret of the device that asks.
     *
     * @param string $body
     * @throws Refusal
     */
    public function readErasure(string $body): string
    {
        $erasure = $this->readObject($body, 'not_an_erasure');
        if (!isset($erasure->secret)) {
            // Whoever else received an event knows its id and its pseudonyms.
            throw new Refusal(403, 'secret_needed');
        }
        return $this->readSecret($erasure->secret, 'not_a_secret');
    }

    /**
     * Reads a secret or its hash.
     *
     * @param mixed $value
     * @param string $otherwise
     * @throws Refusal
     */
    private function readSecret(mixed $value, string $otherwise): string
    {
        $isSecret = is_string($value) && preg_match(self::SECRET, $value) === 1;
        return $isSecret ? $value : throw new Refusal(400, $otherwise);
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
