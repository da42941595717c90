<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\InsertOnce;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\DB\Adapter\AdapterInterface;
use Throwable;

/**
 * The shop's own connection.
 */
class MagentoDatabase implements DatabaseInterface
{
    /**
     * Takes the connections.
     *
     * @param ResourceConnection $resource
     * @param InsertOnce $insertOnce
     */
    public function __construct(
        private readonly ResourceConnection $resource,
        private readonly InsertOnce $insertOnce
    ) {
    }

    /**
     * @inheritDoc
     */
    public function query(string $sql, array $values = []): array
    {
        return $this->connection()->fetchAll($sql, $values);
    }

    /**
     * @inheritDoc
     */
    public function execute(string $sql, array $values = []): int
    {
        return $this->connection()->query($sql, $values)->rowCount();
    }

    /**
     * @inheritDoc
     */
    public function insertOnce(string $table, array $row): bool
    {
        $sql = $this->insertOnce->toSql($this->table($table), array_keys($row), 'mysql');
        return $this->execute($sql, array_values($row)) > 0;
    }

    /**
     * @inheritDoc
     */
    public function insertMany(string $table, array $rows): void
    {
        foreach (array_chunk($rows, InsertOnce::MOST_ROWS) as $chunk) {
            $columns = array_keys($chunk[0]);
            $sql = $this->insertOnce->toSql($this->table($table), $columns, 'mysql', count($chunk));
            $this->execute($sql, $this->insertOnce->toValues($columns, $chunk));
        }
    }

    /**
     * @inheritDoc
     */
    public function transaction(callable $work): mixed
    {
        $connection = $this->connection();
        $connection->beginTransaction();
        try {
            $result = $work();
            $connection->commit();
            return $result;
        } catch (Throwable $throwable) {
            $connection->rollBack();
            throw $throwable;
        }
    }

    /**
     * @inheritDoc
     */
    public function table(string $name): string
    {
        return $this->connection()->quoteIdentifier($this->resource->getTableName($name));
    }

    /**
     * Gives the connection.
     */
    private function connection(): AdapterInterface
    {
        return $this->resource->getConnection();
    }
}
