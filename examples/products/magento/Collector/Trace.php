<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * What one arrival has to do with others.
 */
class Trace
{
    /**
     * Takes what ConsentTrace and RecentReceipts have found.
     *
     * @param string $consent What tells that a withdrawal is of the same consent.
     * @param bool $isRepetition It is a receipt that says again what another of this sender has just said.
     */
    public function __construct(public readonly string $consent, public readonly bool $isRepetition)
    {
    }
}
