<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use PDO;

/**
 * Connects as app/etc/env.php says, without Magento.
 */
class ConnectionFactory
{
    /**
     * Opens the shop's database.
     *
     * @param array $environment What app/etc/env.php returns.
     */
    public function create(array $environment): PdoDatabase
    {
        $database = $environment['db'];
        $connection = $database['connection']['default'];
        $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION] + ($connection['driver_options'] ?? []);
        $pdo = new PDO(
            $connection['dsn'] ?? $this->toDsn($connection),
            $connection['username'] ?? null,
            $connection['password'] ?? null,
            $options
        );
        foreach (array_filter(explode(';', $connection['initStatements'] ?? '')) as $statement) {
            $pdo->exec($statement);
        }
        return new PdoDatabase($pdo, new InsertOnce(), $database['table_prefix'] ?? '');
    }

    /**
     * Writes the address as PDO wants it. Magento's host may have a port, or be a socket.
     *
     * @param array<string,string> $connection
     */
    private function toDsn(array $connection): string
    {
        $host = $connection['unix_socket'] ?? $connection['host'];
        $name = $connection['dbname'];
        if (str_contains($host, '/')) {
            return sprintf('mysql:unix_socket=%s;dbname=%s;charset=utf8mb4', $host, $name);
        }
        [$address, $port] = explode(':', $host) + [1 => $connection['port'] ?? '3306'];
        return sprintf('mysql:host=%s;port=%s;dbname=%s;charset=utf8mb4', $address, $port, $name);
    }
}
