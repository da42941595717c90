<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use PHPUnit\Framework\TestCase;

/**
 * One consent has one receipt, however often its pages send it.
 */
class ReceiptTest extends TestCase
{
    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    private function receipts(): int
    {
        return $this->world->count('headgate_event', 'is_receipt = 1');
    }

    public function testFoldsTheReceiptThatTheNextPageMakesAgain(): void
    {
        $this->world->post([World::receipt(900)]);
        $answer = World::answer($this->world->post([World::receipt(901), World::event(1)], [], World::NOW + 3000));
        $this->assertSame([World::receipt(901)->id, World::event(1)->id], $answer['accepted'], 'it is not sent again');
        $this->assertSame(1, $this->receipts());
        $this->assertSame(2, $this->world->count('headgate_event'));
    }

    public function testFoldsThemInOneBatch(): void
    {
        $this->world->post([World::receipt(900), World::receipt(901)]);
        $this->assertSame(1, $this->receipts());
    }

    public function testKeepsTheReceiptsOfTwoConsents(): void
    {
        $with = fn (string $id): array => ['consent' => World::consent(['proof' => ['id' => $id]])];
        $this->world->post([World::receipt(900, 'granted', $with('a')), World::receipt(901, 'granted', $with('b'))]);
        $this->world->post([World::receipt(902)], ['user-agent' => 'One browser']);
        $this->world->post([World::receipt(903)], ['user-agent' => 'Another']);
        $this->assertSame(4, $this->receipts());
    }

    public function testKeepsEachStepOfAChangeOfMind(): void
    {
        $this->world->post([World::receipt(900), World::receipt(901, 'withdrawn'), World::receipt(902)]);
        $this->assertSame(3, $this->receipts());
    }

    public function testKeepsTheReceiptOfALaterMinute(): void
    {
        $this->world->post([World::receipt(900)]);
        $this->world->post([World::receipt(901)], [], World::NOW + 61_000);
        $this->assertSame(2, $this->receipts());
        $this->world->purge()->dropMarks(World::NOW + 200_000);
        $this->assertSame(0, $this->world->count('headgate_recent_receipt'));
    }

    public function testTakesAReceiptAgainAfterTheDatabaseFailed(): void
    {
        $this->world->connection->exec('ALTER TABLE headgate_event RENAME TO headgate_gone');
        $log = ini_set('error_log', '/dev/null');
        $this->assertSame(503, $this->world->post([World::receipt(900)])->status);
        ini_set('error_log', (string)$log);
        $this->world->connection->exec('ALTER TABLE headgate_gone RENAME TO headgate_event');
        $this->assertSame(200, $this->world->post([World::receipt(900)])->status);
        $this->assertSame(1, $this->receipts());
    }
}
