<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use RuntimeException;

/**
 * Who looked at which events, when and why. Each row is sealed together with the one before it, under a key that is
 * not in the database: what is changed, taken out or put in between is found by AccessChain.
 */
class AccessLog
{
    public const TABLE = 'headgate_access';

    /**
     * What is sealed of a row, in this order.
     */
    public const SEALED = ['accessed_at', 'user', 'action', 'reason', 'scope', 'rows_shown'];

    /**
     * The row that says which rows before it were deleted, because they had been kept long enough.
     */
    public const DROPPED = 'dropped';

    private const USE = 'accesses';
    private const ATTEMPTS = 50;
    private const MAX_TEXT = 255;

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
        $row = [
            'accessed_at' => $time,
            'user' => $this->toColumn($user),
            'action' => $action,
            'reason' => $this->toColumn($reason),
            'scope' => json_encode($scope, JSON_THROW_ON_ERROR),
            'rows_shown' => $count,
        ];
        for ($attempt = 0; $attempt < self::ATTEMPTS; $attempt++) {
            $previous = $this->lastSeal();
            $sealed = $row + ['previous' => $previous, 'seal' => $this->seal($row, $previous)];
            // Two that write at once find the same row before theirs: the second one looks again.
            if ($this->database->insertOnce(self::TABLE, $sealed)) {
                return;
            }
        }
        throw new RuntimeException('The access could not be written down.');
    }

    /**
     * Lists the last accesses.
     *
     * @param int $limit
     * @return array<int, array<string, mixed>>
     */
    public function last(int $limit): array
    {
        return $this->database->query(
            sprintf(
                'SELECT %s FROM %s ORDER BY access_id DESC LIMIT %d',
                implode(', ', self::SEALED),
                $this->database->table(self::TABLE),
                $limit
            )
        );
    }

    /**
     * Reads a part of the log in the order in which it was written.
     *
     * @param int $after The last row that was read.
     * @param int $limit
     * @return array<int, array<string, mixed>>
     */
    public function read(int $after, int $limit): array
    {
        $columns = ['access_id', ...self::SEALED, 'previous', 'seal'];
        $sql = 'SELECT %s FROM %s WHERE access_id > ? ORDER BY access_id LIMIT %d';
        return $this->database->query(
            sprintf($sql, implode(', ', $columns), $this->database->table(self::TABLE), $limit),
            [$after]
        );
    }

    /**
     * Deletes accesses that are older than they are kept, and writes down that it did.
     *
     * Else nobody could tell it from a theft.
     *
     * @param string $before In UTC.
     * @param string $now In UTC.
     */
    public function drop(string $before, string $now): int
    {
        $table = $this->database->table(self::TABLE);
        $sql = 'SELECT MAX(access_id) AS last, COUNT(*) AS total FROM %s WHERE accessed_at < ?';
        [$old] = $this->database->query(sprintf($sql, $table), [$before]);
        if ((int)$old['total'] === 0) {
            return 0;
        }
        [$last] = $this->database->query(sprintf('SELECT seal FROM %s WHERE access_id = ?', $table), [$old['last']]);
        $scope = ['before' => $before, 'lastSeal' => $last['seal']];
        $this->write('headgate', self::DROPPED, 'Kept long enough', [$scope, (int)$old['total'], $now]);
        return $this->database->execute(sprintf('DELETE FROM %s WHERE access_id <= ?', $table), [$old['last']]);
    }

    /**
     * Seals a row together with the one before it.
     *
     * @param array<string,mixed> $row
     * @param string $previous
     * @param int|null $key Of another crypt key than the one in force.
     */
    public function seal(array $row, string $previous, ?int $key = null): string
    {
        $texts = [$previous, ...array_map(fn (string $column): string => (string)$row[$column], self::SEALED)];
        return $this->keys->hash(self::USE, json_encode($texts, JSON_THROW_ON_ERROR), $key);
    }

    /**
     * Gives the seal of the last row; empty where there is none.
     */
    private function lastSeal(): string
    {
        $sql = sprintf('SELECT seal FROM %s ORDER BY access_id DESC LIMIT 1', $this->database->table(self::TABLE));
        return (string)($this->database->query($sql)[0]['seal'] ?? '');
    }

    /**
     * Cuts a text to its column, of which the character set of shops takes no emoji.
     *
     * @param string $text
     */
    private function toColumn(string $text): string
    {
        return mb_substr((string)preg_replace('/[^\x{0}-\x{FFFF}]/u', '?', $text), 0, self::MAX_TEXT);
    }
}
