<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Manifest\EventDefinition;
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
     * Takes the database and what makes rows.
     *
     * @param Database $database
     * @param EventRow $rows
     * @param SubjectKeys $subjects
     */
    public function __construct(
        private readonly Database $database,
        private readonly EventRow $rows,
        private readonly SubjectKeys $subjects
    ) {
    }

    /**
     * Stores an event unless it is there.
     *
     * @param stdClass $event One that has passed the checks.
     * @param EventDefinition $definition
     * @param array $receipt The store's id, the moment, and the collectors that the shop forwards to.
     * @return bool Whether it is new.
     */
    public function add(stdClass $event, EventDefinition $definition, array $receipt): bool
    {
        [$storeId, $now, $forwards] = $receipt;
        if (!$this->database->insertOnce(self::EVENTS, $this->rows->fromEvent($event, $storeId, $now))) {
            return false;
        }
        foreach ($this->subjects->fromEvent($definition, $event->data) as $key) {
            $this->database->insertOnce(self::SUBJECTS, ['event_id' => $event->id, 'subject' => $key]);
        }
        // The recipients rule: only a collector that the manifest names for this event.
        foreach (array_intersect($definition->collectors(), $forwards) as $collector) {
            $this->database->insertOnce(
                self::FORWARDS,
                ['event_id' => $event->id, 'collector' => $collector, 'attempts' => 0, 'due_at' => intdiv($now, 1000)]
            );
        }
        return true;
    }
}
