<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * RudderStack's batch, with the write key in the address. One bad event refuses the whole batch with 400, and is
 * found by halves. An event that has neither user nor anonymous id stands alone, under its own id.
 */
class RudderStackEncoder extends PlainEncoder
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
        return ['user', 'anonymous', 'provider', 'categories.'];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $url = $target->url . '/beacon/v1/batch?writeKey=' . rawurlencode($target->option('writeKey'));
        $batch = array_map(fn (stdClass $event): array => $this->toTrack($event, $sentAt, $target), $events);
        return new Outgoing($url, $this->wording->json(['batch' => $batch, 'sentAt' => $sentAt]));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        return preg_match('/^"?ok"?\s*$/i', $body) === 1 ? new Answer(array_column($events, 'id')) : null;
    }

    /**
     * Makes a call of track.
     *
     * @param stdClass $event
     * @param string $sentAt
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toTrack(stdClass $event, string $sentAt, Target $target): array
    {
        $user = $this->wording->identifier($event, $target->option('user'));
        $anonymous = $this->wording->identifier($event, $target->option('anonymous'));
        return array_filter([
            'type' => 'track',
            'channel' => 'web',
            'event' => $event->event,
            'messageId' => $event->id,
            'originalTimestamp' => $event->time,
            'sentAt' => $sentAt,
            'userId' => $user,
            'anonymousId' => $anonymous ?? ($user === null ? $event->id : null),
            'properties' => $event->data,
            'context' => [
                'library' => ['name' => 'headgate'],
                'consentManagement' => $this->toConsent($event, $target),
                'headgate' => $this->wording->legalTags($event),
            ],
        ], fn (mixed $value): bool => $value !== null);
    }

    /**
     * Writes the consent in RudderStack's words.
     *
     * @param stdClass $event
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toConsent(stdClass $event, Target $target): array
    {
        $names = $target->group('categories');
        $ids = ['allowed' => [], 'denied' => []];
        foreach ($this->wording->choices($event) as $category => $isGranted) {
            $ids[$isGranted ? 'allowed' : 'denied'][] = $names[$category] ?? (string)$category;
        }
        return [
            'allowedConsentIds' => $ids['allowed'],
            'deniedConsentIds' => $ids['denied'],
            'provider' => $target->option('provider', 'custom'),
            'resolutionStrategy' => 'and',
        ];
    }
}
