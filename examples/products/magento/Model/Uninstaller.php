<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\Tables;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\Module\Status;

/**
 * Takes out of a shop what the module has put into it, so that nothing is left when its files go.
 */
class Uninstaller
{
    /**
     * Both modules of the package.
     */
    public const MODULES = ['Headgate_Tracking', 'Headgate_Core'];

    /**
     * What else of Magento's tables the module has written into: column and beginning of its value, by table.
     */
    private const TRACES = [
        ['core_config_data', 'path', 'headgate/%'],
        ['authorization_rule', 'resource_id', 'Headgate_Tracking::%'],
        ['ui_bookmark', 'namespace', 'headgate_event_listing'],
        ['cron_schedule', 'job_code', 'headgate_%'],
        ['queue', 'name', 'headgate.forward%'],
        ['setup_module', 'module', 'Headgate_%'],
    ];

    /**
     * Takes what is to be undone.
     *
     * @param Tables $tables
     * @param DatabaseInterface $database
     * @param Status $modules
     * @param TypeListInterface $caches
     */
    public function __construct(
        private readonly Tables $tables,
        private readonly DatabaseInterface $database,
        private readonly Status $modules,
        private readonly TypeListInterface $caches
    ) {
    }

    /**
     * Counts the events that would be deleted.
     */
    public function countEvents(): int
    {
        return $this->tables->countEvents();
    }

    /**
     * Switches the modules off, so that the collector refuses from this moment, and deletes everything.
     */
    public function run(): void
    {
        $this->modules->setIsEnabled(false, self::MODULES);
        $this->tables->drop();
        foreach (self::TRACES as [$table, $column, $value]) {
            $sql = sprintf("DELETE FROM %s WHERE %s LIKE ? ESCAPE '!'", $this->database->table($table), $column);
            $this->database->execute($sql, [str_replace('_', '!_', $value)]);
        }
        foreach (array_keys($this->caches->getTypes()) as $type) {
            $this->caches->cleanType($type);
        }
    }
}
