<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * What most collectors have in common: they need no options, take events of any age, and say what they say with 2xx.
 */
abstract class PlainEncoder implements EncoderInterface
{
    /**
     * Takes what writes.
     *
     * @param Wording $wording
     */
    public function __construct(protected readonly Wording $wording)
    {
    }

    /**
     * @inheritDoc
     */
    public function required(): array
    {
        return [];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return [];
    }

    /**
     * @inheritDoc
     */
    public function maxAge(): ?int
    {
        return null;
    }

    /**
     * @inheritDoc
     */
    public function reads(): array
    {
        return [];
    }
}
