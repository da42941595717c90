<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\EndpointFactory;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\Request;
use Headgate\Tracking\Collector\Response;
use Headgate\Tracking\Storage\Eraser;
use Headgate\Tracking\Storage\InsertOnce;
use Headgate\Tracking\Storage\PdoDatabase;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\RateLimit;
use Headgate\Tracking\Storage\RecentReceipts;
use Headgate\Tracking\Storage\RowCipher;
use Headgate\Tracking\Storage\ShopKeys;
use Headgate\Tracking\Storage\StoredEvent;
use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;
use Headgate\Tracking\Storage\Tables;
use PDO;
use stdClass;

/**
 * A database with the module's own schema, a manifest, and events that pass. In MySQL where HEADGATE_TEST_DSN names one.
 */
class World
{
    public const NOW = 1_764_000_000_000;
    public const ORIGIN = 'https://shop.example';

    /**
     * Of a server there is one connection for all tests: PHPUnit keeps them until its end, and a server has not that many.
     */
    private static ?PDO $shared = null;

    public readonly PdoDatabase $database;
    public readonly PDO $connection;

    /**
     * What app/etc/env.php has. A test may change it, as bin/magento encryption:key:change does.
     */
    public ShopKeys $keys;

    public function __construct()
    {
        $this->connection = self::connect();
        $this->keys = new ShopKeys('0123456789abcdef0123456789abcdef');
        if (!self::hasEmptied($this->connection)) {
            headgateCreateTables($this->connection);
        }
        $this->database = new PdoDatabase($this->connection, new InsertOnce());
    }

    private static function connect(): PDO
    {
        $dsn = getenv('HEADGATE_TEST_DSN') ?: 'sqlite::memory:';
        if (str_starts_with($dsn, 'sqlite:')) {
            return new PDO($dsn, null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        }
        if (self::$shared === null) {
            self::$shared = new PDO($dsn, getenv('HEADGATE_TEST_USER') ?: null, getenv('HEADGATE_TEST_PASSWORD') ?: null);
            self::$shared->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        }
        return self::$shared;
    }

    /**
     * Empties the tables of the test before, if all are there: that is faster than to create them anew.
     */
    private static function hasEmptied(PDO $connection): bool
    {
        if ($connection->getAttribute(PDO::ATTR_DRIVER_NAME) !== 'mysql') {
            return false;
        }
        $tables = $connection->query("SHOW TABLES LIKE 'headgate%'")->fetchAll(PDO::FETCH_COLUMN);
        $isWhole = count($tables) === count(Tables::ALL) && !in_array('headgate_gone', $tables, true);
        $connection->exec('SET FOREIGN_KEY_CHECKS = 0');
        foreach ($tables as $table) {
            $connection->exec(($isWhole ? 'DELETE FROM ' : 'DROP TABLE ') . "`$table`");
        }
        $connection->exec('SET FOREIGN_KEY_CHECKS = 1');
        if ($isWhole) {
            $connection->exec('REPLACE INTO store VALUES (0), (1), (2), (3)');
        }
        return $isWhole;
    }

    public static function clock(int $now = self::NOW): Clock
    {
        return new class ($now) extends Clock {
            public function __construct(private int $now)
            {
            }

            public function now(): int
            {
                return $this->now;
            }
        };
    }

    public static function manifest(): stdClass
    {
        return json_decode((string)json_encode([
            'version' => '2026-11-01',
            'categories' => ['analytics' => ['title' => 'Analytics', 'sources' => ['magento' => true]]],
            'purposes' => ['shop' => ['title' => 'Improve the shop']],
            'collectors' => [
                'shop' => ['recipient' => 'Acme', 'role' => 'controller', 'country' => 'DE'],
                'warehouse' => ['recipient' => 'Store Ltd', 'role' => 'processor', 'agreement' => 'DPA'],
            ],
            'events' => [
                'add_to_cart' => [
                    'title' => 'A product was put into the cart',
                    'purpose' => 'shop', 'tier' => 'pseudonymous', 'basis' => 'consent', 'categories' => ['analytics'],
                    'retentionDays' => 30, 'collectors' => ['shop', 'warehouse'],
                    'fields' => [
                        'visitor' => ['type' => 'string', 'data' => 'identifier', 'protect' => 'pseudonymise',
                            'optional' => true],
                        'sku' => ['type' => 'string', 'maxLength' => 64],
                        'quantity' => ['type' => 'integer', 'min' => 1, 'max' => 99, 'optional' => true],
                    ],
                ],
                'rating' => [
                    'purpose' => 'shop', 'tier' => 'personal', 'basis' => 'consent', 'categories' => ['analytics'],
                    'retentionDays' => 10, 'collectors' => ['shop'],
                    'fields' => ['customer' => ['type' => 'string', 'data' => 'identifier']],
                ],
                'elsewhere' => [
                    'purpose' => 'shop', 'tier' => 'anonymous', 'basis' => 'contract',
                    'retentionDays' => 10, 'collectors' => ['warehouse'],
                ],
            ],
            'receipts' => ['collectors' => ['shop'], 'retentionDays' => 1000],
        ]));
    }

    /**
     * @param array<string,mixed> $changes
     */
    public static function event(int $number = 1, array $changes = []): stdClass
    {
        $stamp = [
            'state' => 'granted', 'regime' => 'opt-in', 'evidence' => 'explicit', 'source' => 'magento',
        ];
        $event = [
            'id' => sprintf('019aa5c0-0000-7000-8000-%012d', $number),
            'event' => 'add_to_cart', 'time' => self::iso(self::NOW - 1000), 'tier' => 'pseudonymous',
            'purpose' => 'shop', 'basis' => 'consent', 'categories' => ['analytics'], 'retentionDays' => 30,
            'manifest' => '2026-11-01', 'consent' => ['captured' => $stamp], 'data' => ['sku' => 'TENT-1'],
        ];
        $event = $changes + $event;
        $days = $event['retentionDays'];
        $event += ['expires' => self::iso((int)(strtotime($event['time']) * 1000) + $days * 86_400_000)];
        return json_decode((string)json_encode($event));
    }

    /**
     * @param array<string,mixed> $changes
     */
    public static function receipt(int $number = 900, string $action = 'granted', array $changes = []): stdClass
    {
        return self::event($number, $changes + [
            'event' => 'consent_receipt', 'purpose' => 'consent_receipt', 'basis' => 'legal_obligation',
            'categories' => [], 'retentionDays' => 1000,
            'data' => [
                'action' => $action,
                'categories' => ['analytics' => $action === 'granted' ? 'granted' : 'denied'],
                'proof' => ['observed' => true], 'since' => self::iso(self::NOW - 5000),
            ],
        ]);
    }

    /**
     * @param array<string,mixed> $changes
     * @return array<string, mixed> Stamps as a consent platform with ids makes them.
     */
    public static function consent(array $changes = []): array
    {
        return ['captured' => $changes + (array)self::event()->consent->captured];
    }

    /**
     * A receipt of a consent that its platform gives an id.
     */
    public static function provedReceipt(int $number, string $id, string $action = 'granted'): stdClass
    {
        $receipt = self::receipt($number, $action);
        $receipt->data->proof = (object)['id' => $id];
        return $receipt;
    }

    public static function iso(int $milliseconds): string
    {
        return gmdate('Y-m-d\TH:i:s', intdiv($milliseconds, 1000)) . '.000Z';
    }

    /**
     * @param array<string,mixed> $changes
     */
    public function publish(array $changes = [], string $code = 'default', int $storeId = 1): void
    {
        $settings = $changes + [
            'collector' => 'shop', 'manifests' => [self::manifest()], 'origins' => [self::ORIGIN],
            'limits' => ['maxBytes' => 65536, 'maxEvents' => 100, 'perMinute' => 1000, 'perMinuteOfClient' => 300],
            'forwards' => ['warehouse' => ''], 'page' => ['manifest' => self::manifest()],
        ];
        $this->database->insertOnce('headgate_endpoint', [
            'store_code' => $code, 'store_id' => $storeId,
            'settings' => json_encode($settings), 'updated_at' => '2026-01-01 00:00:00',
        ]);
    }

    /**
     * @param stdClass[] $events
     * @param array<string,string> $headers
     */
    public function post(array $events, array $headers = [], int $now = self::NOW): Response
    {
        return $this->send((string)json_encode(['sentAt' => self::iso($now), 'events' => $events]), $headers, $now);
    }

    /**
     * Posts as a device that the shop knows.
     */
    public function postFrom(string $subject, array $events): Response
    {
        $batch = ['sentAt' => self::iso(self::NOW), 'events' => $events, 'subject' => $subject];
        return $this->send((string)json_encode($batch));
    }

    /**
     * @param array<string,string> $headers
     */
    public function send(
        string $body,
        array $headers = [],
        int $now = self::NOW,
        string $path = '/hg/default/events',
        string $method = 'POST',
        string $client = '192.0.2.1'
    ): Response {
        $headers += ['origin' => self::ORIGIN, 'content-type' => 'text/plain;charset=UTF-8'];
        $request = new Request($method, $path, $headers, $body, $client);
        return (new EndpointFactory())->create($this->database, $this->keys)->handle($request, $now);
    }

    public static function answer(Response $response): array
    {
        return json_decode($response->body(), true);
    }

    public function purge(): Purge
    {
        $rate = new RateLimit($this->database, $this->keys);
        $receipts = new RecentReceipts($this->database);
        return new Purge($this->database, new Eraser($this->database), new Instant(), $rate, $receipts);
    }

    public function stored(): StoredEvent
    {
        return new StoredEvent(new RowCipher($this->keys));
    }

    public function subjects(): SubjectStore
    {
        $keys = new SubjectKeys($this->keys);
        return new SubjectStore($this->database, $keys, new Eraser($this->database), $this->stored());
    }

    public function count(string $table, string $where = '1 = 1'): int
    {
        return (int)$this->connection->query("SELECT COUNT(*) FROM $table WHERE $where")->fetchColumn();
    }
}
