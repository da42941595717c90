<?php

declare(strict_types=1);

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
     * Stores an event unless it is there.
     *
     * @param stdClass $event One that has passed the checks.
     * @param EventDefinition $definition
     * @param Arrival $arrival
     * @param Trace $trace
     * @return bool Whether it is new.
     */
    public function add(stdClass $event, EventDefinition $definition, Arrival $arrival, Trace $trace): bool
    {
        $row = $this->rows->fromEvent($event, $arrival->storeId, $arrival->now);
        if ($trace->isRepetition) {
            $row['is_receipt'] = self::REPETITION;
        }
        if (!$this->database->insertOnce(self::EVENTS, $row)) {
            return false;
        }
        $keys = $this->subjects->fromEvent($definition, $event->data);
        if ($arrival->device !== '') {
            $keys[] = $this->subjects->toKey(SubjectKeys::DEVICE, $arrival->device);
        }
        foreach ($keys as $key) {
            $this->database->insertOnce(self::SUBJECTS, ['event_id' => $event->id, 'subject' => $key]);
        }
        foreach ($arrival->forwards as $collector => $region) {
            // The recipients rule: only a collector that the manifest names for this event, and only where it may go.
            if (!$definition->isFor($collector) || !$this->regions->mayGo($definition, $region)) {
                continue;
            }
            $this->database->insertOnce(self::FORWARDS, [
                'event_id' => $event->id,
                'collector' => $collector,
                'attempts' => 0,
                'due_at' => intdiv($arrival->now, 1000),
                'consent' => $trace->consent,
            ]);
        }
        return true;
    }
}
