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
     * How many rows go into one statement at most: databases bound the values of one.
     */
    public const MOST_ROWS = 200;

    /**
     * Writes the statement.
     *
     * @param string $table Quoted.
     * @param string[] $columns
     * @param string $driver
     * @param int $rows
     */
    public function toSql(string $table, array $columns, string $driver, int $rows = 1): string
    {
        $places = sprintf('(%s)', implode(', ', array_fill(0, count($columns), '?')));
        $values = implode(', ', array_fill(0, $rows, $places));
        $insert = sprintf('INSERT INTO %s (%s) VALUES %s', $table, implode(', ', $columns), $values);
        // Not INSERT IGNORE, which would cut what is too long and go on.
        return $driver === 'mysql'
            ? sprintf('%s ON DUPLICATE KEY UPDATE %2$s = %2$s', $insert, $columns[0])
            : $insert . ' ON CONFLICT DO NOTHING';
    }

    /**
     * Lists the values of rows as the statement wants them, in whatever order each row has its columns.
     *
     * @param string[] $columns
     * @param array<int,array<string,mixed>> $rows
     */
    public function toValues(array $columns, array $rows): array
    {
        $values = [];
        foreach ($rows as $row) {
            foreach ($columns as $column) {
                $values[] = $row[$column];
            }
        }
        return $values;
    }
}
