<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Report\DailyCounts;
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

    /**
     * @return array<int, string> Those that count, and those that repeat another.
     */
    private function receipts(): array
    {
        return [
            $this->world->count('headgate_event', 'is_receipt = 1'),
            $this->world->count('headgate_event', 'is_receipt = 2'),
        ];
    }

    public function testFoldsTheReceiptThatTheNextPageMakesAgain(): void
    {
        $this->world->post([World::provedReceipt(900, 'a')]);
        $second = World::provedReceipt(901, 'a');
        $answer = World::answer($this->world->post([$second, World::event(1)], [], World::NOW + 3000));
        $this->assertSame([$second->id, World::event(1)->id], $answer['accepted'], 'it is not sent again');
        $this->assertSame([1, 0], $this->receipts());
        $this->assertSame(2, $this->world->count('headgate_event'));
    }

    public function testFoldsThemInOneBatch(): void
    {
        $this->world->post([
            World::provedReceipt(900, 'a'),
            World::provedReceipt(901, 'a'),
        ]);
        $this->assertSame([1, 0], $this->receipts());
    }

    public function testCountsOneWhereOnlyTheSenderTellsAndKeepsBoth(): void
    {
        $this->world->post([World::receipt(900)]);
        $this->world->post([World::receipt(901)], [], World::NOW + 3000);
        $this->assertSame([1, 1], $this->receipts(), 'it may be another visitor’s proof');
        $counts = (new DailyCounts($this->world->database, new Instant()))->count(World::NOW, 1);
        $this->assertSame(1, array_sum($counts['consent_receipt']));
    }

    public function testKeepsTheReceiptsOfTwoConsents(): void
    {
        $this->world->post([
            World::provedReceipt(900, 'a'),
            World::provedReceipt(901, 'b'),
        ]);
        $this->world->post([World::receipt(902)], ['user-agent' => 'One browser']);
        $this->world->post([World::receipt(903)], ['user-agent' => 'Another']);
        $this->assertSame([4, 0], $this->receipts());
    }

    public function testKeepsEachStepOfAChangeOfMind(): void
    {
        $this->world->post([
            World::provedReceipt(900, 'a'),
            World::provedReceipt(901, 'a', 'withdrawn'),
            World::provedReceipt(902, 'a'),
        ]);
        $this->assertSame([3, 0], $this->receipts());
    }

    public function testKeepsTheReceiptOfALaterMoment(): void
    {
        $this->world->post([World::provedReceipt(900, 'a')]);
        $this->world->post([World::provedReceipt(901, 'a')], [], World::NOW + 31_000);
        $this->assertSame([2, 0], $this->receipts());
        $this->world->purge()->dropMarks(World::NOW + 200_000);
        $this->assertSame(0, $this->world->count('headgate_recent_receipt'));
    }

    public function testTakesAReceiptAgainThatArrivesTwice(): void
    {
        $this->world->post([World::receipt(900)]);
        $this->world->post([World::receipt(900)], [], World::NOW + 3000);
        $this->assertSame([1, 0], $this->receipts());
    }

    public function testTakesAReceiptAgainAfterTheDatabaseFailed(): void
    {
        $this->world->connection->exec('ALTER TABLE headgate_event RENAME TO headgate_gone');
        $log = ini_set('error_log', '/dev/null');
        $this->assertSame(503, $this->world->post([World::provedReceipt(900, 'a')])->status);
        ini_set('error_log', (string)$log);
        $this->world->connection->exec('ALTER TABLE headgate_gone RENAME TO headgate_event');
        $this->world->post([World::provedReceipt(900, 'a')]);
        $this->assertSame([1, 0], $this->receipts());
    }
}
