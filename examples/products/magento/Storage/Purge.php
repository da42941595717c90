<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Collector\Instant;

/**
 * Deletes what is past its retention, in batches that hold no lock for long.
 */
class Purge
{
    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     * @param Eraser $eraser
     * @param Instant $instant
     * @param RateLimit $rate
     * @param RecentReceipts $receipts
     */
    public function __construct(
        private readonly DatabaseInterface $database,
        private readonly Eraser $eraser,
        private readonly Instant $instant,
        private readonly RateLimit $rate,
        private readonly RecentReceipts $receipts
    ) {
    }

    /**
     * Deletes expired events.
     *
     * @param int $now Milliseconds since the epoch.
     * @param int $batchSize
     * @param int $maxBatches What is left is for the next run.
     * @return array<string, int> How many were deleted of each event.
     */
    public function run(int $now, int $batchSize = 1000, int $maxBatches = 1000): array
    {
        $counts = [];
        for ($batch = 0; $batch < $maxBatches; $batch++) {
            $rows = $this->findExpired($now, $batchSize);
            $this->eraser->delete(array_column($rows, 'event_id'));
            foreach (array_count_values(array_column($rows, 'event')) as $event => $count) {
                $counts[$event] = ($counts[$event] ?? 0) + $count;
            }
            if (count($rows) < $batchSize) {
                break;
            }
        }
        $this->dropMarks($now);
        ksort($counts);
        return $counts;
    }

    /**
     * Finds a batch of expired events, the oldest first.
     *
     * @param int $now
     * @param int $batchSize
     * @return array<int, array<string, string>>
     */
    private function findExpired(int $now, int $batchSize): array
    {
        return $this->database->query(
            sprintf(
                'SELECT event_id, event FROM %s WHERE expires_at <= ? ORDER BY expires_at LIMIT %d',
                $this->database->table(EventStore::EVENTS),
                $batchSize
            ),
            [$this->instant->toColumn($now)]
        );
    }

    /**
     * Deletes what was kept of senders for a minute.
     *
     * @param int $now Milliseconds since the epoch.
     */
    public function dropMarks(int $now): void
    {
        $this->rate->dropPast(intdiv($now, 1000));
        $this->receipts->dropPast(intdiv($now, 1000));
    }
}
