<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * CloudEvents 1.0 in batched JSON, for brokers and functions: a 2xx takes the whole batch.
 */
class CloudEventsEncoder implements Encoder
{
    /**
     * @inheritDoc
     */
    public function type(): string
    {
        return 'application/cloudevents-batch+json';
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt): string
    {
        return json_encode(array_map($this->toCloudEvent(...), $events), JSON_THROW_ON_ERROR);
    }

    /**
     * @inheritDoc
     */
    public function settled(array $events, int $status, string $body): array
    {
        return $status >= 200 && $status < 300 ? array_column($events, 'id') : [];
    }

    /**
     * Puts an event, with its legal tags, into an envelope.
     *
     * @param stdClass $event
     * @return array<string, mixed>
     */
    private function toCloudEvent(stdClass $event): array
    {
        return [
            'specversion' => '1.0',
            'id' => $event->id,
            'source' => 'urn:headgate:magento',
            'type' => $event->event,
            'time' => $event->time,
            'datacontenttype' => 'application/json',
            'data' => $event,
        ];
    }
}
