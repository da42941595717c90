<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

/**
 * The shop's database, as far as this module speaks to it. Behind it is Magento's connection, or PDO alone.
 */
interface DatabaseInterface
{
    /**
     * Reads rows.
     *
     * @param string $sql
     * @param array $values For the question marks, in order.
     * @return array<int, array<string, mixed>>
     */
    public function query(string $sql, array $values = []): array;

    /**
     * Changes rows and tells how many.
     *
     * @param string $sql
     * @param array $values For the question marks, in order.
     */
    public function execute(string $sql, array $values = []): int;

    /**
     * Adds a row unless one with the same key is there. Tells whether it was added.
     *
     * @param string $table Without prefix.
     * @param array<string,mixed> $row
     */
    public function insertOnce(string $table, array $row): bool;

    /**
     * Adds rows, each unless one with the same key is there.
     *
     * @param string $table Without prefix.
     * @param array<int,array<string,mixed>> $rows All of the same columns.
     */
    public function insertMany(string $table, array $rows): void;

    /**
     * Does all or nothing.
     *
     * @param callable $work
     * @return mixed What the work returns.
     */
    public function transaction(callable $work): mixed;

    /**
     * Gives a table's name with the shop's prefix, quoted.
     *
     * @param string $name
     */
    public function table(string $name): string;
}
