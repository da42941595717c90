<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * The event manifest as the shop has published it: what may be tracked, on what legal basis, for how long and for
 * whom.
 */
class Manifest
{
    /**
     * The reserved name under which receipts travel beside events.
     */
    public const RECEIPT = 'consent_receipt';

    /**
     * Takes a manifest whose shape has been checked.
     *
     * @param stdClass $table As json_decode gives it: an empty object stays one.
     */
    public function __construct(private readonly stdClass $table)
    {
    }

    /**
     * Tells the manifest's version.
     */
    public function version(): string
    {
        return (string)$this->table->version;
    }

    /**
     * Finds what the manifest says of an event.
     *
     * @param string $name
     */
    public function event(string $name): ?EventDefinition
    {
        $definition = $this->table->events->{$name} ?? null;
        return $definition instanceof stdClass ? new EventDefinition($name, $definition) : null;
    }

    /**
     * Lists all events.
     *
     * @return EventDefinition[]
     */
    public function events(): array
    {
        $events = [];
        foreach (get_object_vars($this->table->events) as $name => $definition) {
            $events[] = new EventDefinition((string)$name, $definition);
        }
        return $events;
    }

    /**
     * Finds what the manifest says of receipts, in the form of an event.
     */
    public function receipts(): ?EventDefinition
    {
        $receipts = $this->table->receipts ?? null;
        if (!$receipts instanceof stdClass) {
            return null;
        }
        return new EventDefinition(self::RECEIPT, (object)[
            'title' => 'Receipt of a consent given or withdrawn',
            'purpose' => self::RECEIPT,
            'tier' => 'pseudonymous',
            'basis' => 'legal_obligation',
            'retentionDays' => $receipts->retentionDays,
            'collectors' => $receipts->collectors,
        ]);
    }

    /**
     * Finds an event or the receipts by the name under which they travel.
     *
     * @param string $name
     */
    public function definition(string $name): ?EventDefinition
    {
        return $name === self::RECEIPT ? $this->receipts() : $this->event($name);
    }

    /**
     * Lists a section's entries by name: categories, purposes, collectors.
     *
     * @param string $section
     * @return array<string, stdClass>
     */
    public function section(string $section): array
    {
        $entries = $this->table->{$section} ?? null;
        return $entries instanceof stdClass ? get_object_vars($entries) : [];
    }

    /**
     * Lists the regions in which a collector's recipient has endpoints; none where the manifest does not say.
     *
     * @param string $collector
     * @return string[]
     */
    public function regionsOf(string $collector): array
    {
        return array_values((array)($this->section('collectors')[$collector]->regions ?? []));
    }

    /**
     * Tells the longest that anything of this manifest is kept, in days.
     */
    public function longestRetentionDays(): int
    {
        $days = [$this->receipts()?->retentionDays() ?? 0];
        foreach ($this->events() as $event) {
            $days[] = $event->retentionDays();
        }
        return max($days);
    }

    /**
     * Gives the manifest as it was published.
     */
    public function table(): stdClass
    {
        return $this->table;
    }
}
