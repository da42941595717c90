<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * What a collector says of a batch. Events that it names nowhere are sent again.
 */
class Answer
{
    /**
     * Takes the ids.
     *
     * @param string[] $accepted Of events that the collector has taken.
     * @param string[] $rejected Of events that it will never take.
     */
    public function __construct(public readonly array $accepted = [], public readonly array $rejected = [])
    {
    }
}
