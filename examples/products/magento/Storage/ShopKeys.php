<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use RuntimeException;

/**
 * Keys that only the shop's files hold: derived from the crypt key of app/etc/env.php, one for each use. Whoever has
 * the database alone has none of them.
 */
class ShopKeys
{
    private const BYTES = 32;

    /**
     * Takes the shop's crypt keys as env.php has them: one a line, the last one in force.
     *
     * @param string $cryptKeys
     */
    public function __construct(private readonly string $cryptKeys)
    {
    }

    /**
     * Tells the number of the key in force: what is written under it names it.
     */
    public function current(): int
    {
        return count($this->all()) - 1;
    }

    /**
     * Lists the numbers of all keys, the one in force first.
     *
     * @return int[]
     */
    public function numbers(): array
    {
        return array_reverse(array_keys($this->all()));
    }

    /**
     * Derives the key of a use; null where the shop has no such key any more.
     *
     * @param string $use
     * @param int $number
     */
    public function derive(string $use, int $number): ?string
    {
        $key = $this->all()[$number] ?? null;
        return $key === null ? null : hash_hkdf('sha256', $key, self::BYTES, 'headgate ' . $use);
    }

    /**
     * Hashes a text so that only the shop can tell what it was.
     *
     * @param string $use
     * @param string $text
     * @param int|null $number Of another key than the one in force.
     */
    public function hash(string $use, string $text, ?int $number = null): string
    {
        return hash_hmac('sha256', $text, (string)$this->derive($use, $number ?? $this->current()));
    }

    /**
     * Lists the crypt keys. Without any nothing is stored: what cannot be protected is not taken.
     *
     * @return string[]
     */
    private function all(): array
    {
        $keys = preg_split('/\s+/', $this->cryptKeys, -1, PREG_SPLIT_NO_EMPTY) ?: [];
        return $keys === [] ? throw new RuntimeException('The shop has no crypt key.') : $keys;
    }
}
