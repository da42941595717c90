<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use RuntimeException;

/**
 * A request that is not answered as asked: status and a code that says why.
 */
class Refusal extends RuntimeException
{
    /**
     * Takes the status, the code and how long to wait, in seconds.
     *
     * @param int $status
     * @param string $reason
     * @param int $retryAfter
     */
    public function __construct(
        private readonly int $status,
        private readonly string $reason,
        private readonly int $retryAfter = 0
    ) {
        parent::__construct($reason);
    }

    /**
     * Makes the answer.
     */
    public function toResponse(): Response
    {
        return new Response($this->status, ['error' => $this->reason], $this->retryAfter);
    }
}
