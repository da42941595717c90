<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * PostHog's batch endpoint. An event that has no user stands alone, under its own id, and without a profile.
 */
class PostHogEncoder extends PlainEncoder
{
    /**
     * @inheritDoc
     */
    public function required(): array
    {
        return ['apiKey'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['user', 'profiles'];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $body = [
            'api_key' => $target->option('apiKey'),
            'batch' => array_map(fn (stdClass $event): array => $this->toCapture($event, $target), $events),
            'sent_at' => $sentAt,
        ];
        return new Outgoing($target->url . '/batch/', $this->wording->json($body));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $answer = $this->wording->object($body);
        if (!in_array($answer->status ?? null, [1, 'Ok'], true)) {
            return null;
        }
        // Over the quota it says so, with a success, and has dropped them.
        $isLimited = in_array('events', (array)($answer->quota_limited ?? []), true);
        return $isLimited ? new Answer() : new Answer(array_column($events, 'id'));
    }

    /**
     * Makes a capture.
     *
     * @param stdClass $event
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toCapture(stdClass $event, Target $target): array
    {
        $user = $this->wording->identifier($event, $target->option('user'));
        return [
            'event' => $event->event,
            'uuid' => $event->id,
            'distinct_id' => $user ?? $event->id,
            'timestamp' => $event->time,
            'properties' => (object)([
                'headgate' => $this->wording->legalTags($event),
                '$process_person_profile' => $target->option('profiles') === 'true' && $user !== null,
                '$geoip_disable' => true,
                // Else it is the address that the request came from.
                '$ip' => '0.0.0.0',
                '$lib' => 'headgate',
            ] + get_object_vars($event->data)),
        ];
    }
}
