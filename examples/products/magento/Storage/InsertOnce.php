<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

/**
 * The one statement that databases write in different ways.
 */
class InsertOnce
{
    /**
     * Writes a statement that adds a row unless one with the same key is there.
     *
     * @param string $table Quoted.
     * @param string[] $columns
     * @param string $driver
     */
    public function toSql(string $table, array $columns, string $driver): string
    {
        $places = implode(', ', array_fill(0, count($columns), '?'));
        $insert = sprintf('INSERT INTO %s (%s) VALUES (%s)', $table, implode(', ', $columns), $places);
        // Not INSERT IGNORE, which would cut what is too long and go on.
        return $driver === 'mysql'
            ? sprintf('%s ON DUPLICATE KEY UPDATE %2$s = %2$s', $insert, $columns[0])
            : $insert . ' ON CONFLICT DO NOTHING';
    }
}
