<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * CloudEvents 1.0 in batched JSON, for brokers and functions: a 2xx takes the whole batch.
 */
class CloudEventsEncoder extends PlainEncoder
{
    // Tiers in the words of the data classification extension.
    private const CLASSES = [
        'anonymous' => ['internal', 'non-sensitive'],
        'pseudonymous' => ['confidential', 'standard'],
        'personal' => ['confidential', 'standard'],
        'sensitive' => ['restricted', 'special-category'],
    ];
    // A page of a portal, or a 2xx that reports an error.
    private const NO_SUCCESS = '/^\s*<|"errors?"\s*:(?!\s*(null|false|0|""|\[]))/';

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['source', 'typePrefix', 'regulation'];
    }

    /**
     * @inheritDoc
     */
    public function reads(): array
    {
        return [410, 415];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $batch = array_map(fn (stdClass $event): array => $this->toCloudEvent($event, $sentAt, $target), $events);
        $type = 'application/cloudevents-batch+json; charset=UTF-8';
        return new Outgoing($target->url, $this->wording->json($batch), $type);
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        // 410 and 415 want nothing more of this kind: what waits is kept.
        if ($status >= 300) {
            return new Answer();
        }
        return preg_match(self::NO_SUCCESS, $body) === 1 ? null : new Answer(array_column($events, 'id'));
    }

    /**
     * Puts an event, with its legal tags, into an envelope.
     *
     * @param stdClass $event
     * @param string $sentAt
     * @param Target $target
     * @return array<string, mixed>
     */
    private function toCloudEvent(stdClass $event, string $sentAt, Target $target): array
    {
        [$classification, $category] = self::CLASSES[$event->tier];
        $envelope = [
            'specversion' => '1.0',
            'id' => $event->id,
            'source' => $target->option('source', 'urn:headgate:magento'),
            'type' => $target->option('typePrefix') . $event->event,
            'time' => $event->time,
            'recordedtime' => $sentAt,
            'expirytime' => $event->expires,
            'datacontenttype' => 'application/json',
            'dataclassification' => $classification,
            'dataregulation' => $target->option('regulation', 'GDPR'),
            'datacategory' => $category,
            'hgtier' => $event->tier,
            'hgpurpose' => $event->purpose,
            'hglegalbasis' => $event->basis,
            'hgretentiondays' => $event->retentionDays,
            'hgmanifest' => $event->manifest,
            'hgconsent' => $this->wording->json($event->consent),
            'data' => $event->data,
        ];
        // An attribute that is there is not empty.
        return $event->categories === []
            ? $envelope
            : $envelope + ['hgcategories' => implode(',', $event->categories)];
    }
}
