<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\SenderNetwork;
use Headgate\Tracking\Storage\RateLimit;
use PHPUnit\Framework\TestCase;

/**
 * Who counts as one sender, what a sender may ask for, and what is kept of one.
 */
class SenderTest extends TestCase
{
    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    /**
     * @param \stdClass[] $events
     */
    private function statusOf(array $events, string $client, int $now = World::NOW): int
    {
        $body = (string)json_encode(['sentAt' => World::iso($now), 'events' => $events]);
        return $this->world->send($body, [], $now, '/hg/default/events', 'POST', $client)->status;
    }

    public function testLetsNoNetworkSilenceTheOtherVisitors(): void
    {
        $statuses = [];
        foreach (range(1, 60) as $number) {
            $batch = array_map(fn (int $each) => World::event($number * 1000 + $each), range(1, 20));
            $statuses[] = $this->statusOf($batch, sprintf('2001:db8:1:2::%x', $number));
        }
        $this->assertSame(15, array_count_values($statuses)[200], 'the bound of one sender');
        $this->assertSame(45, array_count_values($statuses)[429]);
        $this->assertSame(200, $this->statusOf([World::event(1)], '2001:db8:1:3::1'));
        $this->assertSame(200, $this->statusOf([World::event(2)], '192.0.2.7'));
    }

    public function testLetsWhatIsNotTakenSpendNothingOfTheStoreView(): void
    {
        $wrong = array_map(fn (int $each) => World::event($each, ['event' => 'unheard_of']), range(1, 100));
        foreach (range(1, 30) as $number) {
            $this->assertSame(200, $this->statusOf($wrong, "198.51.100.$number"));
        }
        $this->assertSame(200, $this->statusOf([World::event(1)], '192.0.2.7'));
    }

    /**
     * @return array<string, array{string, string}>
     */
    public function pairs(): array
    {
        return [
            'two of one /64' => ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
            'two spellings' => ['2001:DB8:1:2::1', '2001:db8:1:2:0:0:0:1'],
            'IPv4 and the same in IPv6' => ['192.0.2.1', '::ffff:192.0.2.1'],
            'two that are no addresses' => ['', 'unix:'],
        ];
    }

    /**
     * @dataProvider pairs
     */
    public function testCountsAsOneSender(string $one, string $other): void
    {
        $networks = new SenderNetwork();
        $this->assertSame($networks->of($one), $networks->of($other));
    }

    public function testTellsSendersApart(): void
    {
        $addresses = ['192.0.2.1', '192.0.2.2', '2001:db8:1:2::1', '2001:db8:1:3::1', '::ffff:192.0.2.3', ''];
        $this->assertCount(count($addresses), array_unique(array_map((new SenderNetwork())->of(...), $addresses)));
    }

    public function testKeepsNoKeyOfItsCountersInTheDatabase(): void
    {
        $this->statusOf([World::event(1)], '192.0.2.1');
        $this->assertSame(2, $this->world->count('headgate_rate'));
        $dump = '';
        foreach ($this->world->database->query('SELECT settings FROM headgate_endpoint') as $row) {
            $dump .= $row['settings'];
        }
        $this->assertStringNotContainsString('secret', $dump);
        $shop = new Shop();
        $shop->publisher()->publish();
        [$row] = $shop->world->database->query('SELECT settings FROM headgate_endpoint');
        $this->assertStringNotContainsString('secret', $row['settings']);
    }

    public function testForgetsASenderWhenItsMinuteIsOver(): void
    {
        $this->statusOf([World::event(1)], '192.0.2.1');
        $next = (intdiv(World::NOW, 60_000) + 1) * 60_000;
        $this->statusOf([World::event(2)], '192.0.2.2', $next);
        $this->assertSame(0, $this->world->count('headgate_rate', 'expires_at <= ' . intdiv($next, 1000)));
        $this->assertSame(2, $this->world->count('headgate_rate'));
        $this->world->purge()->dropMarks($next + 60_000);
        $this->assertSame(0, $this->world->count('headgate_rate'));
    }

    public function testStoresNothingWhereTheShopHasNoKey(): void
    {
        $this->world->keys = new \Headgate\Tracking\Storage\ShopKeys('');
        $log = ini_set('error_log', '/dev/null');
        $this->assertSame(503, $this->statusOf([World::event(1)], '192.0.2.1'));
        ini_set('error_log', (string)$log);
        $this->assertSame(0, $this->world->count('headgate_event'));
        $this->assertSame(0, $this->world->count(RateLimit::TABLE));
    }
}
