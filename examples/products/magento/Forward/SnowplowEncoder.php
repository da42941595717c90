<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Snowplow's tp2 protocol: self-describing events, each with a gdpr entity that has its legal basis. Its collector
 * says ok to everything; what a schema refuses lies among the failed events.
 */
class SnowplowEncoder extends PlainEncoder
{
    private const SNOWPLOW = 'com.snowplowanalytics.snowplow';

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
        return ['appId', 'vendor'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['user', 'tags'];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $payload = array_map(fn (stdClass $event): array => $this->toPayload($event, $sentAt, $target), $events);
        return new Outgoing(
            $target->url . '/' . self::SNOWPLOW . '/tp2',
            $this->describe('payload_data/jsonschema/1-0-4', $payload),
            'application/json; charset=UTF-8'
        );
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        return preg_match('/^ok\s*$/', $body) === 1 ? new Answer(array_column($events, 'id')) : null;
    }

    /**
     * Makes an event's payload. Every value is a text: one that is not fails the whole request, after its ok.
     *
     * @param stdClass $event
     * @param string $sentAt
     * @param Target $target
     * @return array<string, string>
     */
    private function toPayload(stdClass $event, string $sentAt, Target $target): array
    {
        $schema = sprintf('iglu:%s/%s/jsonschema/1-0-0', $target->option('vendor'), $event->event);
        return array_filter([
            'e' => 'ue',
            'eid' => $event->id,
            'p' => 'web',
            'tv' => 'headgate',
            'aid' => $target->option('appId'),
            'dtm' => (string)$this->instant->toMilliseconds($event->time),
            'stm' => (string)$this->instant->toMilliseconds($sentAt),
            'uid' => $this->wording->identifier($event, $target->option('user')),
            'ue_pr' => $this->describe(
                'unstruct_event/jsonschema/1-0-0',
                ['schema' => $schema, 'data' => $event->data]
            ),
            'co' => $this->describe('contexts/jsonschema/1-0-0', $this->toEntities($event, $target)),
        ], fn (?string $value): bool => $value !== null);
    }

    /**
     * Lists the entities that stand beside an event.
     *
     * @param stdClass $event
     * @param Target $target
     * @return array<int, array<string, mixed>>
     */
    private function toEntities(stdClass $event, Target $target): array
    {
        $entities = [[
            'schema' => 'iglu:' . self::SNOWPLOW . '/gdpr/jsonschema/1-0-0',
            'data' => [
                'basisForProcessing' => $event->basis,
                'documentId' => 'event-manifest',
                'documentVersion' => mb_substr($event->manifest, 0, 16),
                'documentDescription' => $event->purpose,
            ],
        ]];
        if ($target->option('tags') !== '') {
            $entities[] = ['schema' => $target->option('tags'), 'data' => $this->wording->legalTags($event)];
        }
        return $entities;
    }

    /**
     * Writes data with the address of its schema.
     *
     * @param string $schema
     * @param array $data
     */
    private function describe(string $schema, array $data): string
    {
        return $this->wording->json(['schema' => 'iglu:' . self::SNOWPLOW . '/' . $schema, 'data' => $data]);
    }
}
