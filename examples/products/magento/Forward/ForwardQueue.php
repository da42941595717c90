<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\EventStore;
use Headgate\Tracking\Storage\StoredEvent;

/**
 * Events that the shop has still to forward, by collector.
 */
class ForwardQueue
{
    private const LONGEST_WAIT = 21600;

    /**
     * Takes the database and what reads events back.
     *
     * @param DatabaseInterface $database
     * @param StoredEvent $stored
     */
    public function __construct(private readonly DatabaseInterface $database, private readonly StoredEvent $stored)
    {
    }

    /**
     * Lists the collectors for which something is due.
     *
     * @param int $seconds Since the epoch.
     * @return string[]
     */
    public function due(int $seconds): array
    {
        $sql = sprintf('SELECT DISTINCT collector FROM %s WHERE due_at <= ?', $this->table());
        return array_column($this->database->query($sql, [$seconds]), 'collector');
    }

    /**
     * Reads what is due for a collector of one store view, the oldest first. What has expired is not read.
     *
     * @param string $collector
     * @param int $storeId
     * @param int $seconds Since the epoch.
     * @param string $now In UTC.
     * @param int $limit
     * @return array<int, array<string, mixed>> With the event as it was sent, null where it cannot be decrypted.
     */
    public function read(string $collector, int $storeId, int $seconds, string $now, int $limit): array
    {
        $rows = $this->database->query(
            sprintf(
                'SELECT f.event_id, f.attempts, e.tagged, e.event, e.manifest_version FROM %s f JOIN %s e'
                . ' ON e.event_id = f.event_id'
                . ' WHERE f.collector = ? AND e.store_id = ? AND f.due_at <= ? AND e.expires_at > ?'
                . ' ORDER BY f.event_id LIMIT %d',
                $this->table(),
                $this->database->table(EventStore::EVENTS),
                $limit
            ),
            [$collector, $storeId, $seconds, $now]
        );
        return array_map(fn (array $row): array => ['sent' => $this->stored->read($row)] + $row, $rows);
    }

    /**
     * Lists what waits and rests on a consent, of events that happened until a moment.
     *
     * @param string[] $consents What tells it: see ConsentTrace.
     * @param int $storeId
     * @param string $until In UTC.
     * @return array<int, array<string, string>>
     */
    public function ofConsent(array $consents, int $storeId, string $until): array
    {
        $sql = 'SELECT f.event_id, f.collector, e.event, e.manifest_version FROM %s f JOIN %s e'
            . ' ON e.event_id = f.event_id WHERE f.consent IN (%s) AND e.store_id = ? AND e.occurred_at <= ?';
        $places = implode(', ', array_fill(0, count($consents), '?'));
        return $this->database->query(
            sprintf($sql, $this->table(), $this->database->table(EventStore::EVENTS), $places),
            [...$consents, $storeId, $until]
        );
    }

    /**
     * Takes an event out: it has arrived, or never may.
     *
     * @param string $collector
     * @param string $id
     */
    public function settle(string $collector, string $id): void
    {
        $sql = sprintf('DELETE FROM %s WHERE collector = ? AND event_id = ?', $this->table());
        $this->database->execute($sql, [$collector, $id]);
    }

    /**
     * Puts an event off: a minute, and twice as long each time.
     *
     * @param string $collector
     * @param string $id
     * @param int $attempts
     * @param int $seconds Since the epoch.
     */
    public function postpone(string $collector, string $id, int $attempts, int $seconds): void
    {
        $wait = min(self::LONGEST_WAIT, 60 * 2 ** min(12, $attempts));
        $this->database->execute(
            sprintf('UPDATE %s SET attempts = ?, due_at = ? WHERE collector = ? AND event_id = ?', $this->table()),
            [min(1000, $attempts + 1), $seconds + $wait, $collector, $id]
        );
    }

    /**
     * Gives the table's name.
     */
    private function table(): string
    {
        return $this->database->table(EventStore::FORWARDS);
    }
}
