<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Forward\HttpSenderInterface;
use Headgate\Tracking\Forward\Outgoing;

/**
 * Keeps what would be sent, and answers what a test says.
 */
class Sender implements HttpSenderInterface
{
    /**
     * @var Outgoing[]
     */
    public array $sent = [];

    /**
     * @param array|callable $answer Status and body, or what makes them of a body.
     */
    public function __construct(private $answer)
    {
    }

    public function post(Outgoing $request): array
    {
        $this->sent[] = $request;
        return is_array($this->answer) ? $this->answer : ($this->answer)($request->body);
    }

    public function json(): mixed
    {
        return json_decode($this->sent[0]->body);
    }
}
