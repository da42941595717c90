<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use Headgate\Tracking\Collector\Settings;

/**
 * What the shop has published for its collector, by store view.
 */
class EndpointStore
{
    public const TABLE = 'headgate_endpoint';

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     */
    public function __construct(private readonly DatabaseInterface $database)
    {
    }

    /**
     * Finds the settings of a store view; null where it has no collector.
     *
     * @param string $storeCode
     */
    public function find(string $storeCode): ?Settings
    {
        $sql = sprintf('SELECT store_id, settings FROM %s WHERE store_code = ?', $this->database->table(self::TABLE));
        $rows = $this->database->query($sql, [$storeCode]);
        if ($rows === []) {
            return null;
        }
        $published = json_decode($rows[0]['settings'], false, 64, JSON_THROW_ON_ERROR);
        return new Settings((int)$rows[0]['store_id'], $published);
    }

    /**
     * Lists the settings of all store views by store id.
     *
     * @return array<int, Settings>
     */
    public function all(): array
    {
        $all = [];
        $sql = sprintf('SELECT store_id, settings FROM %s ORDER BY store_id', $this->database->table(self::TABLE));
        foreach ($this->database->query($sql) as $row) {
            $published = json_decode($row['settings'], false, 64, JSON_THROW_ON_ERROR);
            $all[(int)$row['store_id']] = new Settings((int)$row['store_id'], $published);
        }
        return $all;
    }

    /**
     * Puts these settings in place of all that were published before.
     *
     * @param array<string,array{int,string}> $endpoints Store id and settings as JSON, by store code.
     * @param string $updatedAt
     */
    public function replace(array $endpoints, string $updatedAt): void
    {
        $this->database->transaction(function () use ($endpoints, $updatedAt): void {
            $this->database->execute(sprintf('DELETE FROM %s', $this->database->table(self::TABLE)));
            foreach ($endpoints as $code => [$storeId, $settings]) {
                $this->database->insertOnce(
                    self::TABLE,
                    [
                        'store_code' => $code,
                        'store_id' => $storeId,
                        'settings' => $settings,
                        'updated_at' => $updatedAt,
                    ]
                );
            }
        });
    }
}
