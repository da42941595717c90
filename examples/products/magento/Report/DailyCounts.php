<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Report;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\EventStore;

/**
 * How many events there are, by event and day. Counts tell of no person, so every tier is counted.
 */
class DailyCounts
{
    private const DAY = 86400000;

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     * @param Instant $instant
     */
    public function __construct(private readonly DatabaseInterface $database, private readonly Instant $instant)
    {
    }

    /**
     * Counts the events of the last days.
     *
     * @param int $now Milliseconds since the epoch.
     * @param int $days
     * @return array<string, array<string, int>> By event, then by day, each day named.
     */
    public function count(int $now, int $days): array
    {
        $from = $this->instant->toColumn($now - ($days - 1) * self::DAY);
        $sql = 'SELECT event, SUBSTR(occurred_at, 1, 10) AS day, COUNT(*) AS total FROM %s'
            . ' WHERE occurred_at >= ? AND is_receipt <> ? GROUP BY event, SUBSTR(occurred_at, 1, 10) ORDER BY event';
        $table = $this->database->table(EventStore::EVENTS);
        $values = [substr($from, 0, 10) . ' 00:00:00', EventStore::REPETITION];
        $counts = [];
        foreach ($this->database->query(sprintf($sql, $table), $values) as $row) {
            $counts[$row['event']] ??= $this->emptyDays($now, $days);
            if (isset($counts[$row['event']][$row['day']])) {
                $counts[$row['event']][$row['day']] = (int)$row['total'];
            }
        }
        return $counts;
    }

    /**
     * Names the days, each with nothing in it.
     *
     * @param int $now
     * @param int $days
     * @return array<string, int>
     */
    private function emptyDays(int $now, int $days): array
    {
        $empty = [];
        for ($ago = $days - 1; $ago >= 0; $ago--) {
            $empty[substr($this->instant->toColumn($now - $ago * self::DAY), 0, 10)] = 0;
        }
        return $empty;
    }
}
