<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use PDO;
use Throwable;

/**
 * A database by PDO alone, for the entry that runs without Magento.
 */
class PdoDatabase implements DatabaseInterface
{
    /**
     * Takes the connection.
     *
     * @param PDO $connection
     * @param InsertOnce $insertOnce
     * @param string $prefix Of the shop's tables.
     */
    public function __construct(
        private readonly PDO $connection,
        private readonly InsertOnce $insertOnce,
        private readonly string $prefix = ''
    ) {
    }

    /**
     * @inheritDoc
     */
    public function query(string $sql, array $values = []): array
    {
        $statement = $this->connection->prepare($sql);
        $statement->execute($values);
        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }

    /**
     * @inheritDoc
     */
    public function execute(string $sql, array $values = []): int
    {
        $statement = $this->connection->prepare($sql);
        $statement->execute($values);
        return $statement->rowCount();
    }

    /**
     * @inheritDoc
     */
    public function insertOnce(string $table, array $row): bool
    {
        $driver = (string)$this->connection->getAttribute(PDO::ATTR_DRIVER_NAME);
        $sql = $this->insertOnce->toSql($this->table($table), array_keys($row), $driver);
        return $this->execute($sql, array_values($row)) > 0;
    }

    /**
     * @inheritDoc
     */
    public function insertMany(string $table, array $rows): void
    {
        $driver = (string)$this->connection->getAttribute(PDO::ATTR_DRIVER_NAME);
        foreach (array_chunk($rows, InsertOnce::MOST_ROWS) as $chunk) {
            $columns = array_keys($chunk[0]);
            $sql = $this->insertOnce->toSql($this->table($table), $columns, $driver, count($chunk));
            $this->execute($sql, $this->insertOnce->toValues($columns, $chunk));
        }
    }

    /**
     * @inheritDoc
     */
    public function transaction(callable $work): mixed
    {
        $this->connection->beginTransaction();
        try {
            $result = $work();
            $this->connection->commit();
            return $result;
        } catch (Throwable $throwable) {
            $this->connection->rollBack();
            throw $throwable;
        }
    }

    /**
     * @inheritDoc
     */
    public function table(string $name): string
    {
        return '`' . $this->prefix . $name . '`';
    }
}
