<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

/**
 * Counts events in each minute. A sender is counted under a keyed hash that holds for one minute: no address is stored,
 * and nobody can be followed from one minute to the next.
 */
class RateLimit
{
    public const TABLE = 'headgate_rate';

    /**
     * Takes the database.
     *
     * @param Database $database
     */
    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Counts, and tells whether the bound is kept.
     *
     * @param string $counted What is counted: a store view, or a sender at one.
     * @param string $secret
     * @param int $seconds Since the epoch.
     * @param array $amount How many there are, and how many a minute may have.
     */
    public function allows(string $counted, string $secret, int $seconds, array $amount): bool
    {
        [$count, $limit] = $amount;
        $minute = intdiv($seconds, 60);
        $bucket = hash_hmac('sha256', $minute . ' ' . $counted, $secret);
        $table = $this->database->table(self::TABLE);
        $row = ['bucket' => $bucket, 'expires_at' => ($minute + 2) * 60, 'hits' => $count];
        if (!$this->database->insertOnce(self::TABLE, $row)) {
            $this->database->execute(
                sprintf('UPDATE %s SET hits = hits + ? WHERE bucket = ?', $table),
                [$count, $bucket]
            );
        }
        $rows = $this->database->query(sprintf('SELECT hits FROM %s WHERE bucket = ?', $table), [$bucket]);
        return (int)($rows[0]['hits'] ?? 0) <= $limit;
    }
}
