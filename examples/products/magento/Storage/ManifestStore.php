<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use stdClass;

/**
 * Keeps each manifest that was in force, for as long as browsers may hold events of it.
 */
class ManifestStore
{
    public const TABLE = 'headgate_manifest';

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     */
    public function __construct(private readonly DatabaseInterface $database)
    {
    }

    /**
     * Remembers a manifest, and until when it is needed.
     *
     * @param string $version
     * @param string $json
     * @param int $neededUntil Seconds since the epoch.
     */
    public function keep(string $version, string $json, int $neededUntil): void
    {
        $this->database->insertOnce(
            self::TABLE,
            ['version' => $version, 'manifest' => $json, 'needed_until' => $neededUntil]
        );
        $sql = sprintf('UPDATE %s SET manifest = ?, needed_until = ? WHERE version = ?', $this->table());
        $this->database->execute($sql, [$json, $neededUntil, $version]);
    }

    /**
     * Finds a manifest's text by its version; null where it was never in force.
     *
     * @param string $version
     */
    public function find(string $version): ?string
    {
        $sql = sprintf('SELECT manifest FROM %s WHERE version = ?', $this->table());
        return $this->database->query($sql, [$version])[0]['manifest'] ?? null;
    }

    /**
     * Lists the manifests that are still needed, beside one, the last first.
     *
     * @param string $except A version.
     * @param int $seconds Since the epoch.
     * @return stdClass[]
     */
    public function former(string $except, int $seconds): array
    {
        $sql = sprintf(
            'SELECT manifest FROM %s WHERE version <> ? AND needed_until > ? ORDER BY needed_until DESC LIMIT 10',
            $this->table()
        );
        $tables = [];
        foreach ($this->database->query($sql, [$except, $seconds]) as $row) {
            $tables[] = json_decode($row['manifest'], false, 64, JSON_THROW_ON_ERROR);
        }
        return $tables;
    }

    /**
     * Gives the table's name.
     */
    private function table(): string
    {
        return $this->database->table(self::TABLE);
    }
}
