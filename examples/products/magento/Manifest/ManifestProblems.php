<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use InvalidArgumentException;

/**
 * Everything that is wrong with a manifest, at once.
 */
class ManifestProblems extends InvalidArgumentException
{
    /**
     * Takes the problems, each a sentence that names the place.
     *
     * @param string[] $problems
     */
    public function __construct(private readonly array $problems)
    {
        parent::__construct(implode("\n", $problems));
    }

    /**
     * Lists the problems.
     *
     * @return string[]
     */
    public function problems(): array
    {
        return $this->problems;
    }
}
