<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * Segment's batch API. Receipts are Segment's own consent event. Segment wants a user or an anonymous id: an event
 * that has neither stands alone, under its own id.
 */
class SegmentEncoder extends PlainEncoder
{
    /**
     * @inheritDoc
     */
    public function required(): array
    {
        return ['writeKey'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['user', 'anonymous', 'categories.'];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $body = [
            'batch' => array_map(fn (stdClass $event): array => $this->toTrack($event, $target), $events),
            'writeKey' => $target->option('writeKey'),
            'sentAt' => $sentAt,
        ];
        return new Outgoing($target->url . '/v1/batch', $this->wording->json($body));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $isTaken = ($this->wording->object($body)->success ?? null) === true;
        return $isTaken ? new Answer(array_column($events, 'id')) : null;
    }

    /**
     * Makes a call of track.
     *
     * @param stdClass $event
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toTrack(stdClass $event, Target $target): array
    {
        $names = $target->group('categories');
        $preferences = [];
        foreach ($this->wording->choices($event) as $category => $isGranted) {
            $preferences[$names[$category] ?? $category] = $isGranted;
        }
        $user = $this->wording->identifier($event, $target->option('user'));
        $anonymous = $this->wording->identifier($event, $target->option('anonymous'));
        return array_filter([
            'type' => 'track',
            'event' => $event->event === Manifest::RECEIPT ? 'Segment Consent Preference Updated' : $event->event,
            'messageId' => $event->id,
            'timestamp' => $event->time,
            'userId' => $user,
            'anonymousId' => $anonymous ?? ($user === null ? $event->id : null),
            'properties' => $event->data,
            'context' => [
                'consent' => ['categoryPreferences' => (object)$preferences],
                'headgate' => $this->wording->legalTags($event),
            ],
        ], fn (mixed $value): bool => $value !== null);
    }
}
