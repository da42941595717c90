<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * An HTTP request, as far as the collector looks at it.
 */
class Request
{
    /**
     * Takes the parts of the request.
     *
     * @param string $method
     * @param string $path
     * @param array<string,string> $headers With names in lower case.
     * @param string $body At most one byte more than the limit.
     * @param string $client The address of the sender.
     */
    public function __construct(
        public readonly string $method,
        public readonly string $path,
        private readonly array $headers,
        public readonly string $body,
        public readonly string $client
    ) {
    }

    /**
     * Gives a header's value; empty where it was not sent.
     *
     * @param string $name
     */
    public function header(string $name): string
    {
        return $this->headers[$name] ?? '';
    }
}
