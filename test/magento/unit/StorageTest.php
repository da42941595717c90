<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\Settings;
use Headgate\Tracking\Forward\CloudEventsEncoder;
use Headgate\Tracking\Forward\Forwarder;
use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Forward\HttpSender;
use Headgate\Tracking\Forward\JsonEncoder;
use Headgate\Tracking\Report\BarChart;
use Headgate\Tracking\Report\DailyCounts;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\Eraser;
use Headgate\Tracking\Storage\EventQuery;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;
use InvalidArgumentException;
use PHPUnit\Framework\TestCase;

class StorageTest extends TestCase
{
    private const DAY = 86_400_000;

    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    private function purge(): Purge
    {
        return new Purge($this->world->database, new Eraser($this->world->database), new Instant());
    }

    private function subjects(): SubjectStore
    {
        $database = $this->world->database;
        return new SubjectStore($database, new SubjectKeys(), new Eraser($database));
    }

    public function testDeletesWhatIsPastItsRetentionAndCountsIt(): void
    {
        $this->world->post([...array_map(World::event(...), range(1, 25)), World::receipt()]);
        $this->assertSame([], $this->purge()->run(World::NOW + 29 * self::DAY, 10));
        $this->assertSame(['add_to_cart' => 25], $this->purge()->run(World::NOW + 31 * self::DAY, 10));
        $this->assertSame(1, $this->world->count('headgate_event'));
        $this->assertSame(0, $this->world->count('headgate_forward'));
        $this->assertSame(['consent_receipt' => 1], $this->purge()->run(World::NOW + 1001 * self::DAY));
    }

    public function testDeletesNoMoreInARunThanItMay(): void
    {
        $this->world->post(array_map(World::event(...), range(1, 25)));
        $this->assertSame(['add_to_cart' => 20], $this->purge()->run(World::NOW + 31 * self::DAY, 10, 2));
        $this->assertSame(5, $this->world->count('headgate_event'));
    }

    public function testDropsTheCountersOfPastMinutes(): void
    {
        $this->world->post([World::event()]);
        $this->assertSame(2, $this->world->count('headgate_rate'));
        $this->purge()->run(World::NOW + 180_000);
        $this->assertSame(0, $this->world->count('headgate_rate'));
    }

    public function testGivesAPersonTheirEventsAndErasesThem(): void
    {
        $rating = fn (int $number, string $customer) => World::event($number, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => $customer],
        ]);
        $this->world->post([$rating(1, '42'), $rating(2, '43'), $rating(3, '42')]);
        $exported = $this->subjects()->export(['customer' => '42']);
        $this->assertEquals([$rating(1, '42'), $rating(3, '42')], $exported);
        $this->assertSame(0, $this->subjects()->erase(['customer' => '4']));
        $this->assertSame(2, $this->subjects()->erase(['customer' => '42']));
        $this->assertSame([], $this->subjects()->export(['customer' => '42']));
        $this->assertSame(1, $this->world->count('headgate_event'));
    }

    public function testKeepsNoSubjectInClearInItsIndex(): void
    {
        $this->world->post([World::event(1, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => 'alice'],
        ])]);
        $this->assertSame(1, $this->world->count('headgate_event_subject'));
        $this->assertSame(0, $this->world->count('headgate_event_subject', "subject LIKE '%alice%'"));
    }

    public function testShowsOnlyTheTiersThatMayBeSeen(): void
    {
        $rating = World::event(2, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => '1'],
        ]);
        $this->world->post([World::event(1), $rating]);
        $query = new EventQuery($this->world->database);
        $page = ['occurred_at', 'desc', 1, 20];
        [$total, $rows] = $query->read(['pseudonymous'], [], $page);
        $this->assertSame([1, 'add_to_cart'], [$total, $rows[0]['event']]);
        $this->assertSame(0, $query->read(['pseudonymous'], [['tier', 'eq', 'personal']], $page)[0]);
        $this->assertSame(2, $query->read(['pseudonymous', 'personal'], [], $page)[0]);
        $this->assertSame([0, []], $query->read([], [], $page));
        $this->assertSame(1, $query->read(['personal'], [['event', 'like', '%rat%']], $page)[0]);
    }

    public function testLetsNoStatementInThroughFilters(): void
    {
        $query = new EventQuery($this->world->database);
        $this->expectException(InvalidArgumentException::class);
        $query->read(['personal'], [['1=1 OR tier', 'eq', 'x']], ['event', 'asc', 1, 20]);
    }

    public function testCountsByEventAndDay(): void
    {
        $this->world->post([
            World::event(1),
            World::event(2),
            World::event(3, ['time' => World::iso(World::NOW - self::DAY)]),
        ]);
        $counts = (new DailyCounts($this->world->database, new Instant()))->count(World::NOW, 3);
        $this->assertSame([0, 1, 2], array_values($counts['add_to_cart']));
        $bars = (new BarChart())->layOut($counts['add_to_cart']);
        $this->assertSame([0.0, 60.0, 120.0], array_column($bars, 'height'));
    }

    /**
     * @param array{int, string} $answer
     */
    private function sender(array $answer): HttpSender
    {
        return new class ($answer) implements HttpSender {
            public array $sent = [];

            public function __construct(private array $answer)
            {
            }

            public function post(string $url, string $type, string $body): array
            {
                $this->sent[] = [$url, $type, json_decode($body)];
                return $this->answer;
            }
        };
    }

    private function forward(HttpSender $sender, Settings $settings, string $type = 'json', int $now = World::NOW): array
    {
        $encoders = ['json' => new JsonEncoder(), 'cloudEvents' => new CloudEventsEncoder()];
        $forwarder = new Forwarder(new ForwardQueue($this->world->database), $sender, new Instant(), $encoders);
        return $forwarder->run($settings, 'warehouse', [$type, 'https://w.example/v1/events'], $now);
    }

    private function settings(string $code = 'default'): Settings
    {
        return (new EndpointStore($this->world->database))->find($code);
    }

    public function testForwardsOnlyWhatNamesTheCollector(): void
    {
        $this->world->post([World::event(1), World::event(2, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => '1'],
        ])]);
        $sender = $this->sender([200, (string)json_encode(['accepted' => [World::event(1)->id], 'rejected' => []])]);
        $counts = $this->forward($sender, $this->settings());
        $this->assertSame(['forwarded' => 1, 'withheld' => 0, 'postponed' => 0], $counts);
        $this->assertEquals([World::event(1)], $sender->sent[0][2]->events);
        $this->assertSame(0, $this->world->count('headgate_forward'));
        $this->assertSame(2, $this->world->count('headgate_event'));
    }

    public function testAsksTheRecipientsRuleAgainBeforeItForwards(): void
    {
        $this->world->post([World::event(1)]);
        $manifest = World::manifest();
        $manifest->events->add_to_cart->collectors = ['shop'];
        $this->world->publish(['manifests' => [$manifest]], 'later', 1);
        $sender = $this->sender([200, '{}']);
        $counts = $this->forward($sender, $this->settings('later'));
        $this->assertSame(['forwarded' => 0, 'withheld' => 1, 'postponed' => 0], $counts);
        $this->assertSame([], $sender->sent);
    }

    public function testKeepsWhatWasNotAcknowledgedAndWaitsLongerEachTime(): void
    {
        $this->world->post([World::event(1)]);
        foreach ([[500, ''], [0, ''], [200, '<html>']] as $attempt => $answer) {
            $now = World::NOW + $attempt * 3_600_000;
            $counts = $this->forward($this->sender($answer), $this->settings(), 'json', $now);
            $this->assertSame(1, $counts['postponed']);
            $this->assertSame(0, array_sum($this->forward($this->sender($answer), $this->settings(), 'json', $now)));
        }
        $this->assertSame(1, $this->world->count('headgate_forward', 'attempts = 3'));
    }

    public function testForwardsAsCloudEvents(): void
    {
        $this->world->post([World::event(1)]);
        $sender = $this->sender([202, '']);
        $this->assertSame(1, $this->forward($sender, $this->settings(), 'cloudEvents')['forwarded']);
        [, $type, $body] = $sender->sent[0];
        $this->assertSame('application/cloudevents-batch+json', $type);
        $this->assertSame(['1.0', World::event(1)->id], [$body[0]->specversion, $body[0]->id]);
    }

    public function testForwardsNothingThatWasErased(): void
    {
        $this->world->post([World::event(1)]);
        $this->subjects()->eraseIds([World::event(1)->id]);
        $sender = $this->sender([200, '{}']);
        $this->assertSame(0, array_sum($this->forward($sender, $this->settings())));
        $this->assertSame([], $sender->sent);
    }
}
