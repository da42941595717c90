<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\Settings;
use Headgate\Tracking\Forward\BatchSender;
use Headgate\Tracking\Forward\Forwarder;
use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Forward\Target;
use Headgate\Tracking\Forward\TargetParser;
use Headgate\Tracking\Manifest\Region;
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
        return $this->world->purge();
    }

    private function subjects(): SubjectStore
    {
        return $this->world->subjects();
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
        $query = new EventQuery($this->world->database, $this->world->stored());
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
        $query = new EventQuery($this->world->database, $this->world->stored());
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

    private function forward(Sender $sender, Settings $settings, string $type = 'json', int $now = World::NOW): array
    {
        $target = new Target($type, 'https://w.example/v1/events', ['token' => 't']);
        $batches = new BatchSender($sender, new Instant());
        $forwarder = new Forwarder(new ForwardQueue($this->world->database, $this->world->stored()), $batches, new Instant(), new Region(), Shop::encoders());
        return $forwarder->run($settings, 'warehouse', $target, $now);
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
        $sender = new Sender([200, (string)json_encode(['accepted' => [World::event(1)->id], 'rejected' => []])]);
        $counts = $this->forward($sender, $this->settings());
        $this->assertSame(1, $counts['forwarded']);
        $this->assertEquals([World::event(1)], $sender->json()->events);
        $this->assertSame(0, $this->world->count('headgate_forward'));
        $this->assertSame(2, $this->world->count('headgate_event'));
    }

    public function testAsksTheRecipientsRuleAgainBeforeItForwards(): void
    {
        $this->world->post([World::event(1)]);
        $manifest = World::manifest();
        $manifest->events->add_to_cart->collectors = ['shop'];
        $this->world->publish(['manifests' => [$manifest]], 'later', 1);
        $sender = new Sender([200, '{}']);
        $counts = $this->forward($sender, $this->settings('later'));
        $this->assertSame([0, 1], [$counts['forwarded'], $counts['withheld']]);
        $this->assertSame([], $sender->sent);
    }

    public function testKeepsWhatWasNotAcknowledgedAndWaitsLongerEachTime(): void
    {
        $this->world->post([World::event(1)]);
        foreach ([[500, ''], [0, ''], [200, '<html>']] as $attempt => $answer) {
            $now = World::NOW + $attempt * 3_600_000;
            $counts = $this->forward(new Sender($answer), $this->settings(), 'json', $now);
            $this->assertSame(1, $counts['postponed']);
            $this->assertSame(0, array_sum($this->forward(new Sender($answer), $this->settings(), 'json', $now)));
        }
        $this->assertSame(1, $this->world->count('headgate_forward', 'attempts = 3'));
    }

    public function testForwardsAsCloudEvents(): void
    {
        $this->world->post([World::event(1)]);
        $sender = new Sender([202, '']);
        $this->assertSame(1, $this->forward($sender, $this->settings(), 'cloudEvents')['forwarded']);
        $body = $sender->json();
        $this->assertSame('application/cloudevents-batch+json; charset=UTF-8', $sender->sent[0]->type);
        $this->assertSame(['1.0', World::event(1)->id], [$body[0]->specversion, $body[0]->id]);
    }

    public function testForwardsNothingThatWasErased(): void
    {
        $this->world->post([World::event(1)]);
        $this->subjects()->eraseIds([World::event(1)->id]);
        $sender = new Sender([200, '{}']);
        $this->assertSame(0, array_sum($this->forward($sender, $this->settings())));
        $this->assertSame([], $sender->sent);
    }

    public function testFindsTheEventThatNobodyTakesAndForwardsTheRest(): void
    {
        $this->world->post(array_map(World::event(...), range(1, 8)));
        $faulty = World::event(3)->id;
        $sender = new Sender(fn (string $body): array => str_contains($body, $faulty)
            ? [400, '']
            : [200, (string)json_encode(['accepted' => array_column(json_decode($body)->events, 'id')])]);
        $counts = $this->forward($sender, $this->settings());
        $this->assertSame([7, 1, 0], [$counts['forwarded'], $counts['rejected'], $counts['postponed']]);
        $this->assertSame(0, $this->world->count('headgate_forward'));
    }

    public function testForwardsNothingOlderThanTheCollectorTakes(): void
    {
        $this->world->post([
            World::event(1),
            World::event(2, ['time' => World::iso(World::NOW - 6 * self::DAY)]),
        ]);
        $sender = new Sender([200, '{"status":1}']);
        $counts = $this->forward($sender, $this->settings(), 'mixpanel');
        $this->assertSame([1, 1], [$counts['forwarded'], $counts['expired']]);
        $this->assertStringNotContainsString(World::event(2)->id, rawurldecode($sender->sent[0]->body));
    }

    public function testStopsAtACollectorThatRefusesToTalk(): void
    {
        $this->world->post([World::event(1), World::event(2)]);
        $sender = new Sender([401, '']);
        $this->assertSame(2, $this->forward($sender, $this->settings())['postponed']);
        $this->assertCount(1, $sender->sent);
    }

    /**
     * @return array<string, array{string, string|null}>
     */
    public function lines(): array
    {
        return [
            'json' => ['warehouse=json:https://w.example/v1/events', null],
            'options' => ['m=mixpanel:https://api-eu.mixpanel.com token=a%20b user=customer', null],
            'a group' => ['s=segment:https://api.segment.io writeKey=k categories.analytics=C0002', null],
            'no form' => ['warehouse', 'NAME=TYPE'],
            'another scheme' => ['warehouse=json:ftp://w.example', 'NAME=TYPE'],
            'another type' => ['warehouse=kafka:https://w.example', 'none of json, cloudEvents'],
            'a missing option' => ['m=mixpanel:https://api.mixpanel.com', 'needs token'],
            'an unknown option' => ['warehouse=json:https://w.example key=1', 'no option key'],
        ];
    }

    /**
     * @dataProvider lines
     */
    public function testReadsWhereToForward(string $line, ?string $problem): void
    {
        $parser = new TargetParser(Shop::encoders());
        $this->assertCount($problem === null ? 1 : 0, $parser->read($line));
        $this->assertStringContainsString((string)$problem, implode($parser->problems("$line\n\n")));
        $this->assertCount($problem === null ? 0 : 1, $parser->problems($line));
    }

    public function testReadsOptionsAsInAnAddress(): void
    {
        $line = 'm=mixpanel:https://api-eu.mixpanel.com/ token=a%20b';
        $target = (new TargetParser(Shop::encoders()))->read($line)['m'];
        $this->assertSame(['a b', 'https://api-eu.mixpanel.com'], [$target->option('token'), $target->url]);
    }
}
