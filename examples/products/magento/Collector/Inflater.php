<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use InflateContext;

/**
 * Writes out what a browser compressed with gzip. It says so by its first two bytes alone, which no JSON begins with:
 * a Content-Encoding would need a preflight.
 */
class Inflater
{
    private const MARK = "\x1f\x8b";

    /**
     * A piece says at most about a thousand times as much.
     */
    private const PIECE = 512;

    /**
     * Tells whether this PHP can.
     */
    public function isAble(): bool
    {
        return function_exists('inflate_init');
    }

    /**
     * Gives a body as text; one that is not compressed as it is.
     *
     * @param string $body
     * @param int $maxBytes
     * @throws Refusal
     */
    public function inflate(string $body, int $maxBytes): string
    {
        if (!str_starts_with($body, self::MARK) || !$this->isAble()) {
            return $body;
        }
        // What is no gzip is answered, not logged.
        set_error_handler(static fn (): bool => true);
        try {
            return $this->read(inflate_init(ZLIB_ENCODING_GZIP), $body, $maxBytes);
        } finally {
            restore_error_handler();
        }
    }

    /**
     * Reads piece by piece, and stops where it says too much: a small body can say a lot.
     *
     * @param InflateContext $context
     * @param string $body
     * @param int $maxBytes
     * @throws Refusal
     */
    private function read(InflateContext $context, string $body, int $maxBytes): string
    {
        $text = '';
        foreach (str_split($body, self::PIECE) as $piece) {
            $more = inflate_add($context, $piece);
            if ($more === false) {
                throw new Refusal(400, 'invalid_gzip');
            }
            $text .= $more;
            if (strlen($text) > $maxBytes) {
                throw new Refusal(413, 'too_large');
            }
        }
        return inflate_get_status($context) === ZLIB_STREAM_END ? $text : throw new Refusal(400, 'invalid_gzip');
    }
}
