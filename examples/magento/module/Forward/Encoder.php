<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * How a collector wants its batches, and how its answer is read.
 */
interface Encoder
{
    /**
     * Tells the content type of a batch.
     */
    public function type(): string;

    /**
     * Writes a batch.
     *
     * @param stdClass[] $events
     * @param string $sentAt
     */
    public function encode(array $events, string $sentAt): string;

    /**
     * Lists the ids that need not be sent again: what an answer proves to be taken, and what it refuses for good.
     *
     * @param stdClass[] $events
     * @param int $status
     * @param string $body
     * @return string[]
     */
    public function settled(array $events, int $status, string $body): array;
}
