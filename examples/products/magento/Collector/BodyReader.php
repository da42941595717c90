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
     * 256 bits as base64url: a device's secret, and its hash.
     */
    private const SECRET = '/^[\\w-]{43}$/D';

    /**
     * Takes what reads moments.
     *
     * @param Instant $instant
     */
    public function __construct(private readonly Instant $instant)
    {
    }

    /**
     * Reads a batch: events, and the hash of the secret of the device that sent them; empty where it told none.
     *
     * @param string $body
     * @param int $maxEvents
     * @return array{array<int, mixed>, string}
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
        return [$batch->events, isset($batch->subject) ? $this->readSecret($batch->subject, 'not_a_batch') : ''];
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
