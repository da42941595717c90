<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * What the manifest says of one event.
 */
class EventDefinition
{
    /**
     * Takes the event's name and its part of the manifest.
     *
     * @param string $name
     * @param stdClass $table
     */
    public function __construct(private readonly string $name, private readonly stdClass $table)
    {
    }

    /**
     * Tells the event's name.
     */
    public function name(): string
    {
        return $this->name;
    }

    /**
     * Tells what happened, for people.
     */
    public function title(): string
    {
        return (string)($this->table->title ?? $this->name);
    }

    /**
     * Tells a word that the manifest says of the event: tier, purpose, basis, region; empty where it says none.
     *
     * @param string $name
     */
    public function tag(string $name): string
    {
        return (string)($this->table->{$name} ?? '');
    }

    /**
     * Lists the consent categories.
     *
     * @return string[]
     */
    public function categories(): array
    {
        return array_values((array)($this->table->categories ?? []));
    }

    /**
     * Tells for how many days the event is kept.
     */
    public function retentionDays(): int
    {
        return (int)$this->table->retentionDays;
    }

    /**
     * Lists the collectors that may receive the event.
     *
     * @return string[]
     */
    public function collectors(): array
    {
        return array_values((array)$this->table->collectors);
    }

    /**
     * Tells whether a collector may receive the event.
     *
     * @param string $collector
     */
    public function isFor(string $collector): bool
    {
        return in_array($collector, $this->collectors(), true);
    }

    /**
     * Lists the declared fields by name.
     *
     * @return array<string, stdClass>
     */
    public function fields(): array
    {
        return get_object_vars($this->table->fields ?? new stdClass());
    }
}
