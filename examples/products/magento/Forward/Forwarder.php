<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\Settings;
use Headgate\Tracking\Manifest\EventDefinition;
use Headgate\Tracking\Manifest\Region;

/**
 * Forwards what is due for one collector. The recipients rule is asked again here, and the region: a collector that
 * the manifest in force does not name for an event, or that lies elsewhere, gets it no more, whatever was queued
 * before.
 */
class Forwarder
{
    private const BATCH = 50;

    /**
     * Takes the queue, what delivers, and the formats.
     *
     * @param ForwardQueue $queue
     * @param BatchSender $sender
     * @param Instant $instant
     * @param Region $regions
     * @param EncoderInterface[] $encoders By type.
     */
    public function __construct(
        private readonly ForwardQueue $queue,
        private readonly BatchSender $sender,
        private readonly Instant $instant,
        private readonly Region $regions,
        private readonly array $encoders
    ) {
    }

    /**
     * Forwards one batch of a store view.
     *
     * @param Settings $settings
     * @param string $collector
     * @param Target $target
     * @param int $now Milliseconds since the epoch.
     * @return array{forwarded: int, rejected: int, withheld: int, expired: int, postponed: int}
     */
    public function run(Settings $settings, string $collector, Target $target, int $now): array
    {
        $counts = ['forwarded' => 0, 'rejected' => 0, 'withheld' => 0, 'expired' => 0, 'postponed' => 0];
        $seconds = intdiv($now, 1000);
        $column = $this->instant->toColumn($now);
        $encoder = $this->encoders[$target->type];
        $events = [];
        $attempts = [];
        foreach ($this->queue->read($collector, $settings->storeId, $seconds, $column, self::BATCH) as $row) {
            $event = $row['sent'];
            if ($event === null) {
                // Encrypted under a key that the shop has not got: it may come back.
                $this->queue->postpone($collector, $row['event_id'], (int)$row['attempts'], $seconds);
                $counts['postponed']++;
                continue;
            }
            $age = $now - (int)$this->instant->toMilliseconds($event->time);
            $isFor = $this->isFor($settings, $row['event'], $collector, $target);
            $isTooOld = $encoder->maxAge() !== null && $age > $encoder->maxAge();
            if (!$isFor || $isTooOld) {
                $this->queue->settle($collector, $row['event_id']);
                $counts[$isFor ? 'expired' : 'withheld']++;
                continue;
            }
            $events[] = $event;
            $attempts[$event->id] = (int)$row['attempts'];
        }
        $answer = $events === [] ? new Answer() : $this->sender->send($encoder, $events, $target, $now);
        foreach (['forwarded' => $answer->accepted, 'rejected' => $answer->rejected] as $outcome => $ids) {
            foreach ($ids as $id) {
                $this->queue->settle($collector, $id);
                unset($attempts[$id]);
                $counts[$outcome]++;
            }
        }
        foreach ($attempts as $id => $count) {
            $this->queue->postpone($collector, (string)$id, $count, $seconds);
            $counts['postponed']++;
        }
        return $counts;
    }

    /**
     * Tells whether a collector may have an event.
     *
     * @param Settings $settings
     * @param string $event
     * @param string $collector
     * @param Target $target
     */
    private function isFor(Settings $settings, string $event, string $collector, Target $target): bool
    {
        $manifest = $settings->current();
        $definition = $manifest->definition($event);
        return $definition instanceof EventDefinition
            && $definition->isFor($collector)
            && $this->regions->mayGo($definition, $target->region($manifest->regionsOf($collector)));
    }
}
