<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

/**
 * Counts events in each minute. A sender is counted under a hash whose key is not in the database, and which is
 * deleted when its minute is over: nobody can be looked up, and nobody can be followed from one minute to the next.
 */
class RateLimit
{
    public const TABLE = 'headgate_rate';

    private const USE = 'rate';
    private const MINUTE = 60;

    /**
     * Takes the database and the shop's keys.
     *
     * @param DatabaseInterface $database
     * @param ShopKeys $keys
     */
    public function __construct(private readonly DatabaseInterface $database, private readonly ShopKeys $keys)
    {
    }

    /**
     * Counts, and tells whether the bound is kept.
     *
     * @param string $counted What is counted: a store view, or a sender at one.
     * @param int $seconds Since the epoch.
     * @param int $amount
     * @param int $limit
     */
    public function allows(string $counted, int $seconds, int $amount, int $limit): bool
    {
        $minute = intdiv($seconds, self::MINUTE);
        $bucket = $this->keys->hash(self::USE, $minute . ' ' . $counted);
        $table = $this->database->table(self::TABLE);
        $row = ['bucket' => $bucket, 'expires_at' => ($minute + 1) * self::MINUTE, 'hits' => $amount];
        if ($this->database->insertOnce(self::TABLE, $row)) {
            $this->dropPast($seconds);
            return $amount <= $limit;
        }
        $sql = sprintf('UPDATE %s SET hits = hits + ? WHERE bucket = ?', $table);
        $this->database->execute($sql, [$amount, $bucket]);
        $rows = $this->database->query(sprintf('SELECT hits FROM %s WHERE bucket = ?', $table), [$bucket]);
        return (int)($rows[0]['hits'] ?? 0) <= $limit;
    }

    /**
     * Deletes the counters of minutes that are over.
     *
     * @param int $seconds Since the epoch.
     */
    public function dropPast(int $seconds): void
    {
        $sql = sprintf('DELETE FROM %s WHERE expires_at <= ?', $this->database->table(self::TABLE));
        $this->database->execute($sql, [$seconds]);
    }
}
