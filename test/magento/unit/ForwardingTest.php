<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Forward\BatchSender;
use Headgate\Tracking\Forward\Forwarder;
use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Forward\Target;
use Headgate\Tracking\Forward\TargetParser;
use Headgate\Tracking\Manifest\Region;
use Headgate\Tracking\Storage\EndpointStore;
use PHPUnit\Framework\TestCase;
use stdClass;

/**
 * What is asked before an event leaves the shop for another collector.
 */
class ForwardingTest extends TestCase
{
    private const BROWSER = ['user-agent' => 'Mozilla/5.0 (X11)'];

    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    private function waiting(): int
    {
        return $this->world->count('headgate_forward');
    }

    private function forward(Sender $sender, Target $target, string $code = 'default'): array
    {
        $queue = new ForwardQueue($this->world->database, $this->world->stored());
        $batches = new BatchSender($sender, new Instant());
        $forwarder = new Forwarder($queue, $batches, new Instant(), new Region(), Shop::encoders());
        $settings = (new EndpointStore($this->world->database))->find($code);
        return $forwarder->run($settings, 'warehouse', $target, World::NOW);
    }

    private function takesAll(): Sender
    {
        return new Sender(fn (string $body): array => [
            200,
            (string)json_encode(['accepted' => array_column(json_decode($body)->events, 'id')]),
        ]);
    }

    public function testForwardsNothingOfAConsentThatWasWithdrawnMeanwhile(): void
    {
        $this->world->post([World::event(1)], self::BROWSER);
        $this->world->post([World::event(2)], ['user-agent' => 'Another browser']);
        $this->assertSame(2, $this->waiting());
        $this->world->post([World::receipt(900, 'withdrawn')], self::BROWSER);
        $this->assertSame(1, $this->waiting());
        $sender = $this->takesAll();
        $this->forward($sender, new Target('json', 'https://w.example/v1/events'));
        $this->assertSame([World::event(2)->id], array_column($sender->json()->events, 'id'));
        $this->assertSame(2, $this->world->count('headgate_event', 'is_receipt = 0'), 'what was collected stays');
    }

    public function testForwardsNothingThatCameBeforeAWithdrawalOfTheSameBatch(): void
    {
        $this->world->post([World::event(1), World::receipt(900, 'withdrawn')], self::BROWSER);
        $this->assertSame(0, $this->waiting());
        $this->assertSame(1, $this->world->count('headgate_event', 'is_receipt = 0'));
    }

    public function testQueuesNothingAgainThatArrivesAgainAmongNewEvents(): void
    {
        $this->world->post([World::event(1)], self::BROWSER);
        $this->forward($this->takesAll(), new Target('json', 'https://w.example/v1/events'));
        $this->world->post([World::event(1), World::event(2), World::event(3)], self::BROWSER);
        $this->assertSame(2, $this->waiting());
        $this->assertSame(3, $this->world->count('headgate_event'));
    }

    public function testLetsAWithdrawalEndNothingThatHappenedAfterIt(): void
    {
        $earlier = ['time' => World::iso(World::NOW - 60_000)];
        $this->world->post([World::event(1)], self::BROWSER);
        $this->world->post([World::receipt(900, 'withdrawn', $earlier)], self::BROWSER);
        $this->assertSame(1, $this->waiting());
    }

    public function testLetsAWithdrawalOfOneCategoryEndOnlyWhatRestsOnIt(): void
    {
        $manifest = World::manifest();
        $manifest->categories->marketing = new stdClass();
        $manifest->events->add_to_cart->categories = ['marketing'];
        $manifest->events->elsewhere->collectors = ['shop', 'warehouse'];
        $this->world->publish(['manifests' => [$manifest]], 'two', 2);
        $post = fn (array $events) => $this->world->send(
            (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => $events]),
            self::BROWSER,
            World::NOW,
            '/hg/two/events'
        );
        $post([World::event(1, ['categories' => ['marketing']]), World::event(2, [
            'event' => 'elsewhere', 'tier' => 'anonymous', 'basis' => 'contract', 'categories' => [],
            'retentionDays' => 10, 'data' => new stdClass(),
        ])]);
        $this->assertSame(2, $this->waiting());
        $withdrawn = fn (array $choices): array => ['data' => [
            'action' => 'withdrawn', 'categories' => $choices,
            'proof' => ['observed' => true], 'since' => World::iso(World::NOW - 5000),
        ]];
        $post([World::receipt(900, 'withdrawn', $withdrawn(['analytics' => 'denied', 'marketing' => 'granted']))]);
        $this->assertSame(2, $this->waiting());
        $post([World::receipt(901, 'withdrawn', $withdrawn(['analytics' => 'denied', 'marketing' => 'denied']))]);
        $this->assertSame(1, $this->waiting(), 'what rests on a contract is still to go');
    }

    public function testKeepsNoAddressBesideWhatWaits(): void
    {
        $this->world->post([World::event(1)], self::BROWSER);
        [$row] = $this->world->database->query('SELECT consent FROM headgate_forward');
        $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $row['consent']);
        $guess = hash('sha256', '1 sender c0000201 ' . self::BROWSER['user-agent']);
        $this->assertNotSame($guess, $row['consent']);
    }

    private function publishWithRegion(string $ofCollector, array $regions = []): void
    {
        $manifest = World::manifest();
        $manifest->events->add_to_cart->region = 'EU';
        if ($regions !== []) {
            $manifest->collectors->warehouse->regions = $regions;
        }
        $this->world->publish(['manifests' => [$manifest], 'forwards' => ['warehouse' => $ofCollector]], 'eu', 2);
    }

    private function postToEu(): void
    {
        $body = (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => [World::event(1)]]);
        $this->world->send($body, [], World::NOW, '/hg/eu/events');
    }

    /**
     * @return array<string, array{string, int}>
     */
    public function places(): array
    {
        return ['its region' => ['EU', 1], 'a country of it' => ['DE', 1], 'another' => ['US', 0], 'none' => ['', 0]];
    }

    /**
     * @dataProvider places
     */
    public function testQueuesAnEventThatNamesARegionForNoOther(string $place, int $expected): void
    {
        $this->publishWithRegion($place);
        $this->postToEu();
        $this->assertSame($expected, $this->waiting());
        $this->assertSame(1, $this->world->count('headgate_event'));
    }

    /**
     * @dataProvider places
     */
    public function testAsksTheRegionAgainBeforeItForwards(string $place, int $expected): void
    {
        $this->publishWithRegion('EU');
        $this->postToEu();
        $sender = $this->takesAll();
        $target = new Target('json', 'https://w.example', $place === '' ? [] : ['region' => $place]);
        $counts = $this->forward($sender, $target, 'eu');
        $this->assertSame([$expected, 1 - $expected], [$counts['forwarded'], $counts['withheld']]);
        $this->assertCount($expected, $sender->sent);
    }

    public function testTakesTheRegionOfARecipientThatHasOneAndNoneThatTheManifestDoesNotList(): void
    {
        $target = fn (array $options): Target => new Target('json', 'https://w.example', $options);
        $this->assertSame('EU', $target([])->region(['EU']));
        $this->assertSame('', $target([])->region(['EU', 'US']));
        $this->assertSame('US', $target(['region' => 'US'])->region(['EU', 'US']));
        $this->assertSame('', $target(['region' => 'US'])->region(['EU']));
    }

    /**
     * @return array<string, array{string, bool}>
     */
    public function addresses(): array
    {
        return [
            'https' => ['https://w.example/v1', true],
            'this machine' => ['http://127.0.0.1:4318/v1/logs', true],
            'this machine by name' => ['http://localhost:4318/v1/logs', true],
            'this machine in IPv6' => ['http://[::1]:4318', true],
            'http' => ['http://w.example/v1', false],
            'a name that begins like this machine' => ['http://localhost.evil.example', false],
            'a user that looks like this machine' => ['http://localhost@evil.example', false],
            'a private network' => ['http://10.0.0.8/v1', false],
            'a file' => ['file:///etc/passwd', false],
        ];
    }

    /**
     * @dataProvider addresses
     */
    public function testSendsOnlyEncryptedOrWithinTheMachine(string $url, bool $isSafe): void
    {
        $parser = new TargetParser(Shop::encoders());
        $this->assertSame($isSafe, $parser->problems("warehouse=json:$url") === []);
        $this->assertCount($isSafe ? 1 : 0, $parser->read("warehouse=json:$url"));
        $this->world->post([World::event(1)]);
        $sender = $this->takesAll();
        $this->forward($sender, new Target('json', $url));
        $this->assertCount($isSafe ? 1 : 0, $sender->sent);
    }

    public function testForwardsWhatIsStoredEncrypted(): void
    {
        $manifest = World::manifest();
        $manifest->events->rating->collectors = ['shop', 'warehouse'];
        $this->world->publish(['manifests' => [$manifest]], 'two', 2);
        $rating = World::event(1, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => '42'],
        ]);
        $body = (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => [$rating]]);
        $this->world->send($body, [], World::NOW, '/hg/two/events');
        $sender = $this->takesAll();
        $this->forward($sender, new Target('json', 'https://w.example'), 'two');
        $this->assertEquals([$rating], $sender->json()->events);
    }
}
