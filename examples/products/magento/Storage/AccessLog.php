<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

/**
 * Who looked at which events, when and why.
 */
class AccessLog
{
    public const TABLE = 'headgate_access';

    /**
     * Takes the database.
     *
     * @param Database $database
     */
    public function __construct(private readonly Database $database)
    {
    }

    /**
     * Writes an access down.
     *
     * @param string $user
     * @param string $action
     * @param string $reason
     * @param array $access Which events, how many, and when, as text in UTC.
     */
    public function write(string $user, string $action, string $reason, array $access): void
    {
        [$scope, $count, $time] = $access;
        $this->database->execute(
            sprintf(
                'INSERT INTO %s (accessed_at, user, action, reason, scope, rows_shown) VALUES (?, ?, ?, ?, ?, ?)',
                $this->database->table(self::TABLE)
            ),
            [
                $time,
                mb_substr($user, 0, 255),
                $action,
                mb_substr($reason, 0, 255),
                json_encode($scope, JSON_THROW_ON_ERROR),
                $count,
            ]
        );
    }

    /**
     * Lists the last accesses.
     *
     * @param int $limit
     * @return array<int, array<string, mixed>>
     */
    public function last(int $limit): array
    {
        $columns = 'accessed_at, user, action, reason, scope, rows_shown';
        return $this->database->query(
            sprintf(
                'SELECT %s FROM %s ORDER BY access_id DESC LIMIT %d',
                $columns,
                $this->database->table(self::TABLE),
                $limit
            )
        );
    }

    /**
     * Deletes accesses that are older than they are kept.
     *
     * @param string $before In UTC.
     */
    public function drop(string $before): int
    {
        $table = $this->database->table(self::TABLE);
        return $this->database->execute(sprintf('DELETE FROM %s WHERE accessed_at < ?', $table), [$before]);
    }
}
