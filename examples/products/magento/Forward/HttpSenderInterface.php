<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Posts a request and tells the answer.
 */
interface HttpSenderInterface
{
    /**
     * Posts.
     *
     * @param Outgoing $request
     * @return array{int, string} Status and body; status 0 where there was no answer.
     */
    public function post(Outgoing $request): array;
}
