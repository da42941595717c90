<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Amplitude's HTTP V2 API. It knows a duplicate for seven days, so no older event is sent. An event that has neither
 * user nor device stands alone, with its own id for a device.
 */
class AmplitudeEncoder extends PlainEncoder
{
    private const MAX_AGE = 604800000;

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
        return ['apiKey'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['user', 'device', 'batch'];
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
    public function reads(): array
    {
        return [400, 429];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $body = [
            'api_key' => $target->option('apiKey'),
            'events' => array_map(fn (stdClass $event): array => $this->toEvent($event, $target), $events),
            // Ids of the shop's own choice may be shorter than five characters.
            'options' => ['min_id_length' => 1],
            'client_upload_time' => $sentAt,
        ];
        $path = $target->option('batch') === 'true' ? '/batch' : '/2/httpapi';
        return new Outgoing($target->url . $path, $this->wording->json($body));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $answer = $this->wording->object($body);
        if ($answer === null) {
            return null;
        }
        if (($answer->code ?? null) === 200) {
            return new Answer(array_column($events, 'id'));
        }
        $isBlamed = !empty($answer->missing_field) || stripos((string)($answer->error ?? ''), 'invalid api key') === 0;
        $rejected = $isBlamed ? [] : $this->findRejected($events, $answer);
        // A fault that names no event is found by halves.
        return $isBlamed || $status === 429 || $rejected !== [] ? new Answer([], $rejected) : null;
    }

    /**
     * Finds the events that the answer names by their places in the batch.
     *
     * @param stdClass[] $events
     * @param stdClass $answer
     * @return string[]
     */
    private function findRejected(array $events, stdClass $answer): array
    {
        $rejected = [];
        foreach (get_object_vars($answer) as $reason => $found) {
            if (preg_match('/^(events_with|silenced_events)/', (string)$reason) !== 1) {
                continue;
            }
            // Places by field, but for silenced events, which are a plain list of them.
            foreach ((array)$found as $places) {
                foreach ((array)$places as $place) {
                    $rejected[] = $events[$place]->id ?? null;
                }
            }
        }
        return array_values(array_unique(array_filter($rejected)));
    }

    /**
     * Makes an event of Amplitude's.
     *
     * @param stdClass $event
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toEvent(stdClass $event, Target $target): array
    {
        $user = $this->wording->identifier($event, $target->option('user'));
        $device = $this->wording->identifier($event, $target->option('device'));
        $tags = ['headgate' => $this->wording->legalTags($event)];
        return array_filter([
            'event_type' => $event->event,
            'user_id' => $user,
            'device_id' => $device ?? ($user === null ? $event->id : null),
            'time' => $this->instant->toMilliseconds($event->time),
            'insert_id' => $event->id,
            'event_properties' => (object)($tags + get_object_vars($event->data)),
            'plan' => ['version' => $event->manifest],
        ], fn (mixed $value): bool => $value !== null);
    }
}
