<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use stdClass;

/**
 * Access and erasure for a person (GDPR Art. 15 and 17). Receipts of consent are shown but stay: they are the proof
 * that the controller owes (Art. 7(1), 17(3)(b) and (e)).
 */
class SubjectStore
{
    private const BATCH = 500;

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     * @param SubjectKeys $keys
     * @param Eraser $eraser
     * @param StoredEvent $stored
     */
    public function __construct(
        private readonly DatabaseInterface $database,
        private readonly SubjectKeys $keys,
        private readonly Eraser $eraser,
        private readonly StoredEvent $stored
    ) {
    }

    /**
     * Lists the events of a person, as they were sent. One that cannot be decrypted is named all the same.
     *
     * @param array<string,string> $subject Values by field.
     * @return stdClass[]
     */
    public function export(array $subject): array
    {
        $events = [];
        foreach (array_chunk($this->findIds($subject), self::BATCH) as $ids) {
            $sql = 'SELECT event_id, tagged FROM %s WHERE event_id IN (%s) ORDER BY event_id';
            $places = implode(', ', array_fill(0, count($ids), '?'));
            $table = $this->database->table(EventStore::EVENTS);
            foreach ($this->database->query(sprintf($sql, $table, $places), $ids) as $row) {
                $events[] = $this->stored->read($row) ?? (object)['id' => $row['event_id'], 'unreadable' => true];
            }
        }
        return $events;
    }

    /**
     * Deletes the events of a person and tells how many.
     *
     * @param array<string,string> $subject Values by field.
     */
    public function erase(array $subject): int
    {
        return $this->eraseIds($this->findIds($subject));
    }

    /**
     * Deletes events by id and tells how many.
     *
     * @param string[] $ids
     */
    public function eraseIds(array $ids): int
    {
        $erased = 0;
        foreach (array_chunk($ids, self::BATCH) as $part) {
            $sql = 'SELECT event_id FROM %s WHERE is_receipt = 0 AND event_id IN (%s)';
            $places = implode(', ', array_fill(0, count($part), '?'));
            $rows = $this->database->query(sprintf($sql, $this->database->table(EventStore::EVENTS), $places), $part);
            $erased += $this->eraser->delete(array_column($rows, 'event_id'));
        }
        return $erased;
    }

    /**
     * Finds the ids of a person's events.
     *
     * @param array<string,string> $subject
     * @return string[]
     */
    private function findIds(array $subject): array
    {
        $ids = [];
        foreach ($subject as $field => $value) {
            $keys = $this->keys->toKeys((string)$field, $value);
            $places = implode(', ', array_fill(0, count($keys), '?'));
            $sql = 'SELECT event_id FROM %s WHERE subject IN (%s)';
            $rows = $this->database->query(sprintf($sql, $this->database->table(EventStore::SUBJECTS), $places), $keys);
            $ids = [...$ids, ...array_column($rows, 'event_id')];
        }
        return array_values(array_unique($ids));
    }
}
