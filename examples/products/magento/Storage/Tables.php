<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use Throwable;

/**
 * The module's own tables, as a whole.
 */
class Tables
{
    /**
     * In an order in which they can be dropped: what refers to another comes first.
     */
    public const ALL = [
        'headgate_forward', 'headgate_event_subject', 'headgate_event', 'headgate_rate', 'headgate_recent_receipt',
        'headgate_endpoint', 'headgate_manifest', 'headgate_access',
    ];

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     */
    public function __construct(private readonly DatabaseInterface $database)
    {
    }

    /**
     * Tells whether the tables are there: setup:upgrade drops those of a module that is switched off.
     */
    public function exist(): bool
    {
        try {
            $this->database->query(sprintf('SELECT 1 FROM %s LIMIT 1', $this->database->table(EventStore::EVENTS)));
            return true;
        } catch (Throwable) {
            return false;
        }
    }

    /**
     * Counts the events that are stored.
     */
    public function countEvents(): int
    {
        $sql = sprintf('SELECT COUNT(*) AS total FROM %s', $this->database->table(EventStore::EVENTS));
        return $this->exist() ? (int)$this->database->query($sql)[0]['total'] : 0;
    }

    /**
     * Drops all tables with what is in them.
     */
    public function drop(): void
    {
        foreach (self::ALL as $table) {
            $this->database->execute(sprintf('DROP TABLE IF EXISTS %s', $this->database->table($table)));
        }
    }
}
