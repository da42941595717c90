<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * The collector's answer.
 */
class Response
{
    private const HEADERS = [
        'Content-Type' => 'application/json',
        'Cache-Control' => 'no-store',
        'Content-Security-Policy' => "default-src 'none'; frame-ancestors 'none'",
        'Cross-Origin-Resource-Policy' => 'same-origin',
        'X-Content-Type-Options' => 'nosniff',
    ];

    /**
     * Takes the status and what the body says.
     *
     * @param int $status
     * @param array|stdClass $content
     * @param int $retryAfter Seconds; 0 where waiting does not help.
     */
    public function __construct(
        public readonly int $status,
        private readonly array|stdClass $content,
        private readonly int $retryAfter = 0
    ) {
    }

    /**
     * Lists the headers.
     *
     * @return array<string, string>
     */
    public function headers(): array
    {
        $headers = self::HEADERS;
        if ($this->retryAfter > 0) {
            $headers['Retry-After'] = (string)$this->retryAfter;
        }
        return $this->status === 405 ? $headers + ['Allow' => 'POST'] : $headers;
    }

    /**
     * Writes the body.
     */
    public function body(): string
    {
        return json_encode($this->content, JSON_THROW_ON_ERROR);
    }
}
