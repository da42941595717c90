<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Console\Command\UninstallCommand;
use Headgate\Tracking\Cron\ForgetSenders;
use Headgate\Tracking\Cron\PurgeExpired;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Model\Uninstaller;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\Tables;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\Module\Status;
use PHPUnit\Framework\TestCase;

/**
 * What is left of the module when it goes: nothing.
 */
class UninstallTest extends TestCase
{
    use Commands;

    private const OF_MAGENTO = [
        'core_config_data' => ['path', ['headgate/general/active', 'web/cookie/cookie_path']],
        'authorization_rule' => ['resource_id', ['Headgate_Tracking::events', 'Magento_Sales::sales']],
        'ui_bookmark' => ['namespace', ['headgate_event_listing', 'product_listing']],
        'cron_schedule' => ['job_code', ['headgate_purge_expired', 'headgates_of_others', 'indexer']],
        'queue' => ['name', ['headgate.forward', 'product_action_attribute.update']],
        'setup_module' => ['module', ['Headgate_Tracking', 'Headgate_Core', 'Magento_Sales']],
    ];

    private Shop $shop;

    /**
     * @var array<int, array{bool, string[]}>
     */
    private array $switched = [];

    protected function setUp(): void
    {
        $this->shop = new Shop();
        foreach (self::OF_MAGENTO as $table => [$column, $values]) {
            $this->shop->world->connection->exec("CREATE TABLE `$table` (`$column` varchar(255))");
            foreach ($values as $value) {
                $this->shop->world->database->execute("INSERT INTO `$table` VALUES (?)", [$value]);
            }
        }
        $this->shop->world->publish();
        $this->shop->world->post([World::event(1)]);
    }

    protected function tearDown(): void
    {
        foreach (array_keys(self::OF_MAGENTO) as $table) {
            $this->shop->world->connection->exec("DROP TABLE `$table`");
        }
        $this->shop->removeFiles();
    }

    private function command(?bool $answer): UninstallCommand
    {
        $modules = $this->createStub(Status::class);
        $modules->method('setIsEnabled')->willReturnCallback(function (bool $isEnabled, array $names): void {
            $this->switched[] = [$isEnabled, $names];
        });
        $caches = $this->createStub(TypeListInterface::class);
        $caches->method('getTypes')->willReturn(['full_page' => '']);
        $database = $this->shop->world->database;
        $command = new UninstallCommand(new Uninstaller(new Tables($database), $database, $modules, $caches));
        $command->helpers['question'] = new class ($answer) {
            public function __construct(private ?bool $answer)
            {
            }

            public function ask($input, $output, $question): bool
            {
                return $this->answer ?? $question->default;
            }
        };
        return $command;
    }

    public function testTakesTheTablesTheSettingsAndTheModulesWithIt(): void
    {
        [$code, $text] = $this->runCommand($this->command(true), []);
        $this->assertSame(0, $code);
        $this->assertStringContainsString('receipts of consent: 1.', $text);
        $this->assertStringContainsString('composer remove', $text);
        $this->assertSame([[false, ['Headgate_Tracking', 'Headgate_Core']]], $this->switched);
        foreach (Tables::ALL as $table) {
            $this->assertFalse($this->isThere($table), $table);
        }
        foreach (self::OF_MAGENTO as $table => [$column, $values]) {
            $left = array_column($this->shop->world->database->query("SELECT * FROM `$table`"), $column);
            $isForeign = fn (string $value): bool => preg_match('/^headgate[_.\/]/i', $value) === 0;
            $this->assertSame(array_values(array_filter($values, $isForeign)), $left, $table);
        }
    }

    private function isThere(string $table): bool
    {
        try {
            $this->shop->world->connection->query("SELECT 1 FROM $table");
            return true;
        } catch (\PDOException) {
            return false;
        }
    }

    public function testDeletesNothingWithoutAYes(): void
    {
        $this->assertSame(1, $this->runCommand($this->command(false), [])[0]);
        $this->assertSame(1, $this->runCommand($this->command(null), [])[0], 'no terminal is no yes');
        $this->assertSame(1, $this->shop->world->count('headgate_event'));
        $this->assertSame([], $this->switched);
    }

    public function testAsksNothingWhereAScriptSaysYes(): void
    {
        $this->assertSame(0, $this->runCommand($this->command(false), ['yes' => true])[0]);
        $this->assertFalse($this->isThere('headgate_event'));
        $this->assertSame(0, $this->runCommand($this->command(false), ['yes' => true])[0], 'and again');
    }

    public function testDeclaresEveryTableThatItDrops(): void
    {
        $schema = simplexml_load_file(dirname(__DIR__, 3) . '/examples/products/magento/etc/db_schema.xml');
        $declared = [];
        foreach ($schema->table as $table) {
            $declared[] = (string)$table['name'];
        }
        $this->assertEqualsCanonicalizing($declared, Tables::ALL);
    }

    public function testLetsWhatIsStoredExpireWhileTheModuleIsSwitchedOff(): void
    {
        $crons = simplexml_load_file(dirname(__DIR__, 3) . '/examples/products/magento/storefront/etc/crontab.xml');
        $jobs = [];
        foreach ($crons->group->job as $job) {
            $jobs[] = (string)$job['instance'];
        }
        $this->assertSame([PurgeExpired::class, ForgetSenders::class], $jobs, 'they belong to the module that stays');
        // The defaults of the configuration go with Headgate_Tracking.
        $this->shop->config = [];
        $this->purgeLate();
        $this->assertSame(0, $this->shop->world->count('headgate_event'));
    }

    public function testMindsNoTablesThatSetupHasDropped(): void
    {
        (new Tables($this->shop->world->database))->drop();
        $this->purgeLate();
        $tables = new Tables($this->shop->world->database);
        (new ForgetSenders($this->shop->world->purge(), $tables, World::clock()))->execute();
        $this->assertSame([], $this->shop->logged);
    }

    private function purgeLate(): void
    {
        $world = $this->shop->world;
        (new PurgeExpired(
            $world->purge(),
            new AccessLog($world->database, $world->keys),
            new Tables($world->database),
            $this->shop->config(),
            World::clock(World::NOW + 40 * 86_400_000),
            new Instant(),
            $this->shop->logger()
        ))->execute();
    }
}
