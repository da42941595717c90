<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Collector\Arrival;
use Headgate\Tracking\Collector\Trace;
use Headgate\Tracking\Manifest\EventDefinition;
use Headgate\Tracking\Manifest\Region;
use stdClass;

/**
 * Stores events once each, with what finds them again and what they are still to be forwarded to.
 */
class EventStore
{
    public const EVENTS = 'headgate_event';
    public const SUBJECTS = 'headgate_event_subject';
    public const FORWARDS = 'headgate_forward';

    /**
     * In is_receipt: a receipt that says again what another has just said. It is no other consent, and not counted.
     */
    public const REPETITION = 2;

    /**
     * Takes the database, what makes rows, and what says where an event may go.
     *
     * @param DatabaseInterface $database
     * @param EventRow $rows
     * @param SubjectKeys $subjects
     * @param Region $regions
     */
    public function __construct(
        private readonly DatabaseInterface $database,
        private readonly EventRow $rows,
        private readonly SubjectKeys $subjects,
        private readonly Region $regions
    ) {
    }

    /**
     * Stores events, each unless it is there: in three statements, however many they are.
     *
     * @param array $events Of event, definition and trace each, by other ids, which have passed the checks.
     * @param Arrival $arrival
     */
    public function addAll(array $events, Arrival $arrival): void
    {
        $known = $this->findKnown(array_map(static fn (array $one): string => $one[0]->id, $events));
        $rows = [];
        $subjects = [];
        $forwards = [];
        foreach ($events as [$event, $definition, $trace]) {
            if (isset($known[$event->id])) {
                continue;
            }
            $row = $this->rows->fromEvent($event, $arrival->storeId, $arrival->now);
            if ($trace->isRepetition) {
                $row['is_receipt'] = self::REPETITION;
            }
            $rows[] = $row;
            array_push($subjects, ...$this->toSubjects($event, $definition, $arrival));
            array_push($forwards, ...$this->toForwards($event, $definition, $arrival, $trace));
        }
        $this->database->insertMany(self::EVENTS, $rows);
        $this->database->insertMany(self::SUBJECTS, $subjects);
        $this->database->insertMany(self::FORWARDS, $forwards);
    }

    /**
     * Finds which of these are stored: what was forwarded of them already is not to be queued again.
     *
     * @param string[] $ids
     * @return array<string, int>
     */
    private function findKnown(array $ids): array
    {
        if ($ids === []) {
            return [];
        }
        $places = implode(', ', array_fill(0, count($ids), '?'));
        $table = $this->database->table(self::EVENTS);
        $sql = sprintf('SELECT event_id FROM %s WHERE event_id IN (%s)', $table, $places);
        return array_flip(array_column($this->database->query($sql, $ids), 'event_id'));
    }

    /**
     * Lists what finds the event again.
     *
     * @param stdClass $event
     * @param EventDefinition $definition
     * @param Arrival $arrival
     * @return array<int, array<string, string>>
     */
    private function toSubjects(stdClass $event, EventDefinition $definition, Arrival $arrival): array
    {
        $keys = $this->subjects->fromEvent($definition, $event->data);
        if ($arrival->device !== '') {
            $keys[] = $this->subjects->toKey(SubjectKeys::DEVICE, $arrival->device);
        }
        return array_map(static fn (string $key): array => ['event_id' => $event->id, 'subject' => $key], $keys);
    }

    /**
     * Lists what the event is to be forwarded to.
     *
     * The recipients rule: only a collector that the manifest names for this event, and only where it may go.
     *
     * @param stdClass $event
     * @param EventDefinition $definition
     * @param Arrival $arrival
     * @param Trace $trace
     * @return array<int, array<string, mixed>>
     */
    private function toForwards(stdClass $event, EventDefinition $definition, Arrival $arrival, Trace $trace): array
    {
        $forwards = [];
        foreach ($arrival->forwards as $collector => $region) {
            if (!$definition->isFor($collector) || !$this->regions->mayGo($definition, $region)) {
                continue;
            }
            $forwards[] = [
                'event_id' => $event->id,
                'collector' => $collector,
                'attempts' => 0,
                'due_at' => intdiv($arrival->now, 1000),
                'consent' => $trace->consent,
            ];
        }
        return $forwards;
    }
}
