<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Model\MagentoDatabase;
use Headgate\Tracking\Storage\InsertOnce;
use Headgate\Tracking\Storage\PdoDatabase;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\DB\Adapter\AdapterInterface;
use PDO;
use PDOException;
use PHPUnit\Framework\TestCase;
use RuntimeException;

/**
 * What only the database of a shop shows: MySQL or MariaDB, with the schema as setup:upgrade writes it.
 */
class MariaTest extends TestCase
{
    private World $world;

    protected function setUp(): void
    {
        if (!str_starts_with((string)getenv('HEADGATE_TEST_DSN'), 'mysql:')) {
            $this->markTestSkipped('HEADGATE_TEST_DSN names no MySQL or MariaDB.');
        }
        $this->world = new World();
        $this->world->publish();
    }

    public function testKeepsTheIdOfAnEventUnique(): void
    {
        $this->world->post([World::event(1)]);
        $this->expectException(PDOException::class);
        $this->expectExceptionMessage('1062');
        $this->world->connection->exec('INSERT INTO headgate_event SELECT * FROM headgate_event');
    }

    public function testTakesTheEventsOfAStoreViewAlongWithIt(): void
    {
        $pseudonym = str_repeat('a', 43);
        $this->world->post([World::event(1, ['data' => ['sku' => 'A', 'visitor' => $pseudonym]])]);
        $this->world->connection->exec('DELETE FROM store WHERE store_id = 1');
        foreach (['headgate_event', 'headgate_event_subject', 'headgate_forward'] as $table) {
            $this->assertSame(0, $this->world->count($table), $table);
        }
    }

    public function testKeepsWhatItsCharacterSetCouldNot(): void
    {
        $this->world->post([World::event(1, ['data' => ['sku' => 'Zelt 🏕']])]);
        $tagged = $this->world->database->query('SELECT tagged FROM headgate_event')[0]['tagged'];
        $this->assertMatchesRegularExpression('/^[\x20-\x7E]+$/', $tagged);
        $this->assertSame('Zelt 🏕', json_decode($tagged)->data->sku);
    }

    public function testFindsExpiredEventsByItsIndexAlone(): void
    {
        $sql = 'EXPLAIN SELECT event_id FROM headgate_event FORCE INDEX (HEADGATE_EVENT_EXPIRES_AT)'
            . " WHERE expires_at <= '2026-01-01 00:00:00' ORDER BY expires_at LIMIT 1000";
        [$plan] = $this->world->database->query($sql);
        $this->assertSame('HEADGATE_EVENT_EXPIRES_AT', $plan['key']);
        $this->assertStringNotContainsString('filesort', (string)$plan['Extra']);
    }

    public function testRefusesWhatWouldBeCut(): void
    {
        $this->expectException(PDOException::class);
        $this->world->database->insertOnce(
            'headgate_event_subject',
            ['event_id' => str_repeat('x', 40), 'subject' => 'y']
        );
    }

    private function magento(): MagentoDatabase
    {
        $adapter = new class ($this->world->connection) implements AdapterInterface {
            public function __construct(private PDO $connection)
            {
            }

            public function beginTransaction()
            {
                return $this->connection->beginTransaction();
            }

            public function commit()
            {
                return $this->connection->commit();
            }

            public function rollBack()
            {
                return $this->connection->rollBack();
            }

            public function query($sql, $bind = [])
            {
                $statement = $this->connection->prepare($sql);
                $statement->execute($bind);
                return $statement;
            }

            public function fetchAll($sql, $bind = [], $fetchMode = null)
            {
                return $this->query($sql, $bind)->fetchAll(PDO::FETCH_ASSOC);
            }

            public function quoteIdentifier($ident, $auto = false)
            {
                return "`$ident`";
            }
        };
        $resource = $this->createStub(ResourceConnection::class);
        $resource->method('getConnection')->willReturn($adapter);
        $resource->method('getTableName')->willReturnArgument(0);
        return new MagentoDatabase($resource, new InsertOnce());
    }

    public function testSpeaksToTheShopsConnectionAsToItsOwn(): void
    {
        $database = $this->magento();
        $row = ['bucket' => 'a', 'expires_at' => 1, 'hits' => 2];
        $this->assertTrue($database->insertOnce('headgate_rate', $row));
        $this->assertFalse($database->insertOnce('headgate_rate', ['hits' => 9] + $row));
        $this->assertEquals([['hits' => 2]], $database->query('SELECT hits FROM `headgate_rate`'));
        try {
            $database->transaction(function () use ($database): void {
                $database->execute('DELETE FROM `headgate_rate`');
                throw new RuntimeException('on the way');
            });
        } catch (RuntimeException) {
            $this->assertSame(1, $this->world->count('headgate_rate'));
        }
        $database->insertMany('headgate_rate', [['hits' => 9] + $row, ['bucket' => 'b'] + $row]);
        $this->assertSame(2, $this->world->count('headgate_rate', 'hits = 2'));
        $this->assertSame(2, $database->execute('DELETE FROM `headgate_rate`'));
        $this->assertSame('`headgate_rate`', $database->table('headgate_rate'));
        $this->assertSame('`m2_headgate_rate`', (new PdoDatabase(
            $this->world->connection,
            new InsertOnce(),
            'm2_'
        ))->table('headgate_rate'));
    }
}
