<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Posts a body and tells the answer.
 */
interface HttpSender
{
    /**
     * Posts.
     *
     * @param string $url
     * @param string $type
     * @param string $body
     * @return array{int, string} Status and body; status 0 where there was no answer.
     */
    public function post(string $url, string $type, string $body): array;
}
