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
    private const BATCH = 100;

    /**
     * Takes the queue, the sender and the formats.
     *
     * @param ForwardQueue $queue
     * @param HttpSender $sender
     * @param Instant $instant
     * @param Encoder[] $encoders By type.
     */
    public function __construct(
        private readonly ForwardQueue $queue,
        private readonly HttpSender $sender,
        private readonly Instant $instant,
        private readonly array $encoders
    ) {
    }

    /**
     * Forwards one batch of a store view.
     *
     * @param Settings $settings
     * @param string $collector
     * @param array{string, string} $target Type and address.
     * @param int $now Milliseconds since the epoch.
     * @return array{forwarded: int, withheld: int, postponed: int}
     */
    public function run(Settings $settings, string $collector, array $target, int $now): array
    {
        [$type, $url] = $target;
        $seconds = intdiv($now, 1000);
        $counts = ['forwarded' => 0, 'withheld' => 0, 'postponed' => 0];
        $events = [];
        $attempts = [];
        $rows = $this->queue->read(
            $collector,
            $settings->storeId,
            $seconds,
            $this->instant->toColumn($now),
            self::BATCH
        );
        foreach ($rows as $row) {
            if (!$settings->current()->definition($row['event'])?->isFor($collector)) {
                $this->queue->settle($collector, $row['event_id']);
                $counts['withheld']++;
                continue;
            }
            $events[] = json_decode($row['tagged'], false, 32, JSON_THROW_ON_ERROR);
            $attempts[$row['event_id']] = (int)$row['attempts'];
        }
        if ($events === []) {
            return $counts;
        }
        $encoder = $this->encoders[$type];
        $body = $encoder->encode($events, $this->instant->toText($now));
        [$status, $answer] = $this->sender->post($url, $encoder->type(), $body);
        foreach ($encoder->settled($events, $status, $answer) as $id) {
            $this->queue->settle($collector, $id);
            unset($attempts[$id]);
            $counts['forwarded']++;
        }
        foreach ($attempts as $id => $count) {
            $this->queue->postpone($collector, (string)$id, $count, $seconds);
            $counts['postponed']++;
        }
        return $counts;
    }
}
