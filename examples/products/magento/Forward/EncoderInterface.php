<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * How a collector wants its batches, and how its answer is read: as the adapter of that name in the browser does it.
 */
interface EncoderInterface
{
    /**
     * Lists the options without which nothing can be sent.
     *
     * @return string[]
     */
    public function required(): array;

    /**
     * Lists the other options; one that ends in a dot begins the names of a group.
     *
     * @return string[]
     */
    public function optional(): array;

    /**
     * Tells for how long the collector takes an event, in milliseconds; null where it takes any.
     */
    public function maxAge(): ?int;

    /**
     * Lists the statuses beside 2xx that read() understands.
     *
     * @return int[]
     */
    public function reads(): array;

    /**
     * Writes a batch.
     *
     * @param stdClass[] $events
     * @param string $sentAt
     * @param Target $target
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing;

    /**
     * Reads an answer; null where it is none of this collector.
     *
     * @param stdClass[] $events
     * @param int $status
     * @param string $body
     */
    public function read(array $events, int $status, string $body): ?Answer;
}
