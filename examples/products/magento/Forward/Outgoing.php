<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * One request that carries a batch.
 */
class Outgoing
{
    /**
     * Takes the request's parts.
     *
     * @param string $url
     * @param string $body
     * @param string $type
     */
    public function __construct(
        public readonly string $url,
        public readonly string $body,
        public readonly string $type = 'text/plain;charset=UTF-8'
    ) {
    }
}
