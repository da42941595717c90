<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\Settings;

/**
 * Forwards what is due for one collector. The recipients rule is asked again here: a collector that the manifest in
 * force does not name for an event gets it no more, whatever was queued before.
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
     * @param Encoder[] $encoders By type.
     */
    public function __construct(
        private readonly ForwardQueue $queue,
        private readonly BatchSender $sender,
        private readonly Instant $instant,
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
            $event = json_decode($row['tagged'], false, 32, JSON_THROW_ON_ERROR);
            $age = $now - (int)$this->instant->toMilliseconds($event->time);
            $isFor = (bool)$settings->current()->definition($row['event'])?->isFor($collector);
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
}
