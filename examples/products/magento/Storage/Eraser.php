<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

/**
 * Deletes events with all that hangs on them.
 */
class Eraser
{
    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     */
    public function __construct(private readonly DatabaseInterface $database)
    {
    }

    /**
     * Deletes events by id, as one piece of work.
     *
     * @param string[] $ids
     */
    public function delete(array $ids): int
    {
        if ($ids === []) {
            return 0;
        }
        $places = implode(', ', array_fill(0, count($ids), '?'));
        return $this->database->transaction(function () use ($ids, $places): int {
            foreach ([EventStore::SUBJECTS, EventStore::FORWARDS] as $table) {
                $this->database->execute(
                    sprintf('DELETE FROM %s WHERE event_id IN (%s)', $this->database->table($table), $places),
                    $ids
                );
            }
            return $this->database->execute(
                sprintf('DELETE FROM %s WHERE event_id IN (%s)', $this->database->table(EventStore::EVENTS), $places),
                $ids
            );
        });
    }
}
