<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Mixpanel's /track, as a form. It takes events of the last five days. An event without a user has an empty
 * distinct_id; left out, Mixpanel would make one from the shop's own address.
 */
class MixpanelEncoder extends PlainEncoder
{
    private const MAX_AGE = 432000000;
    // Ids that Mixpanel refuses, because they tend to be a mistake that makes one user of many.
    private const REFUSED =
        '/^(anon(ymous)?|nil|<nil>|none|null|n\/?a|undefined|unknown|true|false|-1|\[]|{}|[0-]+)$/iD';

    /**
     * Takes what writes.
     *
     * @param Wording $wording
     * @param Instant $instant
     */
    public function __construct(Wording $wording, private readonly Instant $instant)
    {
        parent::__construct($wording);
    }

    /**
     * @inheritDoc
     */
    public function required(): array
    {
        return ['token'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['user'];
    }

    /**
     * @inheritDoc
     */
    public function maxAge(): ?int
    {
        return self::MAX_AGE;
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $batch = array_map(
            fn (stdClass $event): array => [
                'event' => $event->event,
                'properties' => (object)([
                    'headgate' => $this->wording->legalTags($event),
                    'token' => $target->option('token'),
                    'time' => $this->instant->toMilliseconds($event->time),
                    'distinct_id' => $this->userOf($event, $target),
                    '$insert_id' => $event->id,
                ] + get_object_vars($event->data)),
            ],
            $events
        );
        // Without ip=0 Mixpanel derives a location from the address.
        return new Outgoing(
            $target->url . '/track?verbose=1&ip=0',
            'data=' . rawurlencode($this->wording->json($batch)),
            'application/x-www-form-urlencoded'
        );
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $answer = $this->wording->object($body);
        return match ($answer->status ?? null) {
            1 => new Answer(array_column($events, 'id')),
            // A token that is not known is nothing that the events can be blamed for.
            0 => preg_match('/token/i', (string)($answer->error ?? '')) === 1
                ? new Answer()
                : new Answer([], array_column($events, 'id')),
            default => null,
        };
    }

    /**
     * Gives the user.
     *
     * @param stdClass $event
     * @param Target $target
     */
    private function userOf(stdClass $event, Target $target): string
    {
        $user = $this->wording->identifier($event, $target->option('user')) ?? '';
        return (string)preg_replace(self::REFUSED, '', $user);
    }
}
