<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * An event as a row. Built column by column from names known here, so that nothing else of a request is stored.
 */
class EventRow
{
    /**
     * Takes what writes moments and what encrypts.
     *
     * @param Instant $instant
     * @param RowCipher $cipher
     */
    public function __construct(private readonly Instant $instant, private readonly RowCipher $cipher)
    {
    }

    /**
     * Makes the row.
     *
     * @param stdClass $event One that has passed the checks.
     * @param int $storeId
     * @param int $now Milliseconds since the epoch.
     * @return array<string, mixed>
     */
    public function fromEvent(stdClass $event, int $storeId, int $now): array
    {
        $stamp = $event->consent->released ?? $event->consent->captured;
        return [
            'event_id' => $event->id,
            'store_id' => $storeId,
            'event' => $event->event,
            'is_receipt' => $event->event === Manifest::RECEIPT ? 1 : 0,
            'tier' => $event->tier,
            'purpose' => $event->purpose,
            'basis' => $event->basis,
            'manifest_version' => $event->manifest,
            'retention_days' => (int)$event->retentionDays,
            'occurred_at' => $this->instant->toColumn((int)$this->instant->toMilliseconds($event->time)),
            'received_at' => $this->instant->toColumn($now),
            'expires_at' => $this->instant->toColumn((int)$this->instant->toMilliseconds($event->expires)),
            'consent_state' => $stamp->state,
            'consent_source' => $this->toAscii($stamp->source),
            'consent_proof' => $this->protect($event, 'consent_proof', $event->data->proof ?? new stdClass()),
            'tagged' => $this->protect($event, 'tagged', $event),
        ];
    }

    /**
     * Writes JSON, encrypted where the event's tier asks for it.
     *
     * @param stdClass $event
     * @param string $column
     * @param stdClass $value
     */
    private function protect(stdClass $event, string $column, stdClass $value): string
    {
        return $this->cipher->protect($this->toJson($value), $event->tier, $event->id . '.' . $column);
    }

    /**
     * Writes ASCII JSON: shops' tables are utf8mb3 by default, which takes no emoji.
     *
     * @param stdClass $value
     */
    private function toJson(stdClass $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
    }

    /**
     * Replaces what is not ASCII: a source's name is a word of the code that reads it.
     *
     * @param string $text
     */
    private function toAscii(string $text): string
    {
        return substr((string)preg_replace('/[^\x20-\x7E]/', '?', $text), 0, 255);
    }
}
