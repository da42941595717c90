<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Console\Command\EraseCommand;
use Headgate\Tracking\Console\Command\ExportCommand;
use Headgate\Tracking\Console\Command\PublishCommand;
use Headgate\Tracking\Console\Command\PurgeCommand;
use Headgate\Tracking\Console\Command\ReportCommand;
use Headgate\Tracking\Console\SubjectOption;
use Headgate\Tracking\Cron\PurgeExpired;
use Headgate\Tracking\Cron\QueueForwards;
use Headgate\Tracking\Forward\BatchSender;
use Headgate\Tracking\Forward\Forwarder;
use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Manifest\Region;
use Headgate\Tracking\Model\Csp\ConfiguredHosts;
use Headgate\Tracking\Model\Erasure;
use Headgate\Tracking\Model\Forward\Consumer;
use Headgate\Tracking\Model\StatedReason;
use Headgate\Tracking\Model\SubjectFields;
use Headgate\Tracking\Model\VisibleTiers;
use Headgate\Tracking\Observer\AddStorefrontHandle;
use Headgate\Tracking\Observer\EraseAnonymisedCustomer;
use Headgate\Tracking\Observer\EraseDeletedCustomer;
use Headgate\Tracking\Observer\EraseOnRequest;
use Headgate\Tracking\Report\ComplianceMap;
use Headgate\Tracking\Report\DailyCounts;
use Headgate\Tracking\Report\Inventory;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\Eraser;
use Headgate\Tracking\Storage\EventQuery;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\ShopKeys;
use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;
use Headgate\Tracking\Storage\Tables;
use Headgate\Tracking\Ui\DataProvider\EventDataProvider;
use Headgate\Tracking\ViewModel\ClientConfig;
use Headgate\Tracking\ViewModel\Withdrawal;
use Magento\Backend\Model\Auth\Session as AuthSession;
use Magento\Backend\Model\Session;
use Magento\Framework\Api\Filter;
use Magento\Framework\AuthorizationInterface;
use Magento\Framework\DataObject;
use Magento\Framework\Event\Observer;
use Magento\Framework\MessageQueue\PublisherInterface;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use PHPUnit\Framework\TestCase;

class ShopTest extends TestCase
{
    use Commands;

    private Shop $shop;

    protected function setUp(): void
    {
        $this->shop = new Shop();
    }

    protected function tearDown(): void
    {
        $this->shop->removeFiles();
    }

    private function clientConfig(): string
    {
        $endpoints = new EndpointStore($this->shop->world->database);
        return (new ClientConfig($endpoints, $this->shop->stores(), new JsonHexTag()))->getJson();
    }

    public function testPublishesOnlyTheStoreViewsThatAreSwitchedOn(): void
    {
        $this->assertSame(['default' => []], $this->shop->publisher()->publish());
        $this->assertSame(1, $this->shop->world->count('headgate_endpoint'));
        $this->shop->config['default:headgate/general/active'] = '0';
        $this->shop->publisher()->publish();
        $this->assertSame(0, $this->shop->world->count('headgate_endpoint'));
    }

    public function testTellsPagesWhatTheScriptReads(): void
    {
        $this->shop->publisher()->publish();
        $page = json_decode($this->clientConfig());
        $this->assertEquals((object)['websiteId' => 1], $page->consent->magento);
        $this->assertEquals(new \stdClass(), $page->consent->gpc);
        $this->assertEquals((object)['type' => 'json', 'url' => '/hg/default/events'], $page->collectors->shop);
        $this->assertEquals((object)['magento' => (object)[], 'attributes' => (object)[]], $page->events);
        $this->assertSame('2026-11-01', $page->manifest->version);
        $this->assertObjectNotHasProperty($page->manifest->events->add_to_cart, 'title');
        $warehouse = (object)['recipient' => 'Store Ltd', 'role' => 'processor'];
        $this->assertEquals($warehouse, $page->manifest->collectors->warehouse);
    }

    private function assertObjectNotHasProperty(object $object, string $name): void
    {
        $this->assertArrayNotHasKey($name, get_object_vars($object));
    }

    public function testLetsNoManifestOutOfItsBlock(): void
    {
        $manifest = World::manifest();
        $manifest->events->add_to_cart->fields->sku->values = ['</script><script>alert(1)</script>'];
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->shop->publisher()->publish();
        $this->assertStringContainsString('alert(1)', $this->clientConfig());
        $this->assertStringNotContainsString('<', $this->clientConfig());
    }

    public function testOpensNothingWhereNothingWasPublished(): void
    {
        $this->assertSame('{}', $this->clientConfig());
    }

    public function testTracksNothingWithAManifestThatIsWrong(): void
    {
        $this->shop->files['app/etc/headgate.json'] = '{"version":"1"}';
        $problems = $this->shop->publisher()->publish()['default'];
        $this->assertContains('events: expected an object.', $problems);
        $this->assertSame(0, $this->shop->world->count('headgate_endpoint'));
        $this->shop->config['headgate/manifest/path'] = 'nowhere.json';
        $this->assertStringContainsString('nowhere.json', $this->shop->publisher()->publish()['default'][0]);
    }

    public function testWantsANewVersionForAnotherText(): void
    {
        $this->shop->publisher()->publish();
        $manifest = World::manifest();
        $manifest->events->rating->retentionDays = 11;
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->assertStringContainsString('new one', $this->shop->publisher()->publish()['default'][0]);
        $manifest->version = '2026-12-01';
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->assertSame([], $this->shop->publisher()->publish()['default']);
    }

    public function testTakesEventsOfTheFormerManifestWhileBrowsersMayHoldThem(): void
    {
        $this->shop->publisher()->publish();
        $manifest = World::manifest();
        $manifest->version = '2026-12-01';
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->shop->publisher()->publish();
        $settings = (new EndpointStore($this->shop->world->database))->find('default');
        $this->assertSame(
            ['2026-12-01', '2026-11-01'],
            array_map(fn ($one): string => $one->version(), $settings->manifests())
        );
        $this->shop->publisher(World::NOW + 1003 * 86_400_000)->publish();
        $settings = (new EndpointStore($this->shop->world->database))->find('default');
        $this->assertCount(1, $settings->manifests());
    }

    public function testAcceptsPagesOfItsOwnAddressesOnly(): void
    {
        $this->shop->publisher()->publish();
        $settings = (new EndpointStore($this->shop->world->database))->find('default');
        $this->assertTrue($settings->allows('https://default.example'));
        $this->assertFalse($settings->allows('https://second.example'));
    }

    public function testBringsTheScriptOnlyIntoPagesThatTrack(): void
    {
        $handles = fn (): array => $this->handlesOf(new AddStorefrontHandle($this->shop->config()));
        $this->assertSame(['headgate_active'], $handles());
        $this->shop->config['default:headgate/general/active'] = '0';
        $this->assertSame([], $handles());
    }

    /**
     * @param string[] $before
     */
    private function handlesOf(AddStorefrontHandle $observer, array $before = []): array
    {
        $update = new class ($before) {
            public function __construct(public array $handles)
            {
            }

            public function getHandles(): array
            {
                return $this->handles;
            }

            public function addHandle($name): void
            {
                $this->handles[] = $name;
            }
        };
        $layout = new class ($update) {
            public function __construct(private object $update)
            {
            }

            public function getUpdate(): object
            {
                return $this->update;
            }
        };
        $observer->execute(new Observer(['layout' => $layout]));
        return $update->handles;
    }

    public function testAllowsTheConfiguredCollectorInThePolicyAndNoOtherHost(): void
    {
        $collector = new ConfiguredHosts($this->shop->config());
        $this->assertSame(['kept'], $collector->collect(['kept']));
        $this->shop->config['headgate/collector/type'] = 'remote';
        $this->shop->config['headgate/collector/url'] = 'https://events.example:8443/v1/events?x=1';
        [$policy] = $collector->collect();
        $this->assertSame(['connect-src', 'https://events.example:8443'], [$policy->getId(), $policy->getValue()]);
        $this->shop->config['headgate/collector/url'] = "javascript:alert(1)";
        $this->assertSame([], $collector->collect());
    }

    public function testOffersTheWayBackWhereTheShopAsksByItself(): void
    {
        $this->shop->publisher()->publish();
        $endpoints = new EndpointStore($this->shop->world->database);
        $withdrawal = new Withdrawal($this->shop->config(), $endpoints, $this->shop->stores(), new JsonHexTag());
        $this->assertTrue($withdrawal->isNeeded());
        $this->assertSame(['analytics'], json_decode($withdrawal->getJson())->categories);
        $this->shop->config['headgate/consent/sources'] = 'onetrust,gpc';
        $this->assertFalse($withdrawal->isNeeded());
    }

    private function provider(array $allowed, ?string $reason): EventDataProvider
    {
        $authorization = new class ($allowed) implements AuthorizationInterface {
            public function __construct(private array $allowed)
            {
            }

            public function isAllowed($resource, $privilege = null)
            {
                return in_array($resource, $this->allowed, true);
            }
        };
        $stated = new StatedReason(new Session(), World::clock());
        if ($reason !== null) {
            $stated->state($reason);
        }
        $auth = $this->createStub(AuthSession::class);
        $auth->method('getUser')->willReturn(new DataObject(['user_name' => 'anna']));
        $database = $this->shop->world->database;
        return new EventDataProvider(
            'source',
            'event_id',
            'event_id',
            new EventQuery($database, $this->shop->world->stored()),
            new VisibleTiers($authorization),
            $stated,
            new AccessLog($database, $this->shop->world->keys),
            $auth,
            World::clock(),
            new Instant()
        );
    }

    private function fill(): void
    {
        $this->shop->world->publish();
        $this->shop->world->post([World::event(1), World::event(2, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => '42'],
        ]), World::event(3, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => 'a@b.example'],
        ])]);
    }

    public function testShowsARoleItsTiersAndWritesTheLookDown(): void
    {
        $this->fill();
        $provider = $this->provider(['Headgate_Tracking::events_pseudonymous'], 'Complaint 4711 of a customer');
        $provider->addFilter(new Filter(['field' => 'event', 'value' => '%cart%', 'condition_type' => 'like']));
        $provider->setLimit(1, 50);
        $data = $provider->getData();
        $this->assertSame(1, $data['totalRecords']);
        $this->assertSame('{"sku":"TENT-1"}', $data['items'][0]['data']);
        $this->assertArrayNotHasKey('tagged', $data['items'][0]);
        [$access] = (new AccessLog($this->shop->world->database, $this->shop->world->keys))->last(10);
        $this->assertSame(
            ['anna', 'Complaint 4711 of a customer', gmdate('Y-m-d H:i:s', intdiv(World::NOW, 1000)), 1],
            [$access['user'], $access['reason'], $access['accessed_at'], (int)$access['rows_shown']]
        );
        $this->assertSame([World::event(1)->id], json_decode($access['scope'])->ids);
    }

    public function testWritesOneLookDownOnceHoweverOftenTheGridAsks(): void
    {
        $this->fill();
        $provider = $this->provider(['Headgate_Tracking::events_pseudonymous'], 'Complaint 4711 of a customer');
        $provider->getData();
        $provider->addFilter(new Filter(['field' => 'event', 'value' => '%cart%', 'condition_type' => 'like']));
        $provider->getData();
        $provider->getData();
        $this->assertSame(1, $this->shop->world->count('headgate_access'), 'the same events were shown');
        $provider->addFilter(new Filter(['field' => 'event', 'value' => 'nothing', 'condition_type' => 'eq']));
        $provider->getData();
        $this->assertSame(2, $this->shop->world->count('headgate_access'), 'this is another look');
    }

    public function testShowsARoleWhatIsStoredEncrypted(): void
    {
        $this->fill();
        $items = $this->provider(['Headgate_Tracking::events_personal'], 'Complaint 4711 of a customer')->getData()['items'];
        $this->assertSame(['{"customer":"42"}', '{"customer":"a@b.example"}'], array_column($items, 'data'));
        $this->shop->world->keys = new ShopKeys('another-key');
        $items = $this->provider(['Headgate_Tracking::events_personal'], 'Complaint 4711 of a customer')->getData()['items'];
        $this->assertStringContainsString('a key that the shop has not got', $items[0]['data']);
    }

    public function testPutsTheLinkIntoHyvasFooterToo(): void
    {
        $observer = new AddStorefrontHandle($this->shop->config());
        $this->assertSame(['hyva_default', 'headgate_active', 'hyva_headgate_active'], $this->handlesOf($observer, ['hyva_default']));
    }

    public function testShowsNothingWithoutAReasonOrATier(): void
    {
        $this->fill();
        $all = ['Headgate_Tracking::events_pseudonymous', 'Headgate_Tracking::events_personal'];
        $this->assertSame(0, $this->provider($all, null)->getData()['totalRecords']);
        $this->assertSame(0, $this->provider($all, 'because')->getData()['totalRecords']);
        $this->assertSame(0, $this->provider([], 'Complaint 4711 of a customer')->getData()['totalRecords']);
        $this->assertSame(3, $this->provider($all, 'Complaint 4711 of a customer')->getData()['totalRecords']);
    }

    private function subjects(): SubjectStore
    {
        return $this->shop->world->subjects();
    }

    private function erasure(): Erasure
    {
        return new Erasure($this->subjects(), $this->shop->logger());
    }

    public function testErasesWithTheCustomer(): void
    {
        $this->fill();
        $fields = new SubjectFields($this->shop->config());
        $customer = new class (['id' => 42, 'email' => 'a@b.example']) extends DataObject {
            public function getOrigData($key)
            {
                return $this->getData('orig_' . $key);
            }
        };
        $event = new Observer(['customer' => $customer]);
        (new EraseDeletedCustomer($this->erasure(), $fields))->execute($event);
        $this->assertSame(3, $this->shop->world->count('headgate_event'), 'no field is configured');

        $this->shop->config['headgate/subjects/customer_field'] = 'customer';
        (new EraseDeletedCustomer($this->erasure(), $fields))->execute($event);
        $this->assertSame(2, $this->shop->world->count('headgate_event'));

        $this->shop->config['headgate/subjects/customer_field'] = '';
        $this->shop->config['headgate/subjects/email_field'] = 'customer';
        $observer = new EraseAnonymisedCustomer($this->erasure(), $fields);
        $customer->setData(['id' => 42, 'orig_email' => 'a@b.example', 'email' => 'new@b.example']);
        $observer->execute($event);
        $this->assertSame(2, $this->shop->world->count('headgate_event'), 'a change of address is no anonymising');
        $customer->setData('email', 'x42@shop.invalid');
        $observer->execute($event);
        $this->assertSame(1, $this->shop->world->count('headgate_event'));
    }

    public function testErasesForOtherModules(): void
    {
        $this->fill();
        $observer = new EraseOnRequest($this->erasure(), new SubjectFields($this->shop->config()));
        $observer->execute(new Observer(['subject' => ['customer' => '42']]));
        $this->assertSame(2, $this->shop->world->count('headgate_event'));
        $this->assertSame('info', $this->shop->logged[0][0]);
        $this->assertStringNotContainsString('"42"', (string)json_encode($this->shop->logged));
    }

    public function testNeverKeepsTheShopFromDeletingACustomer(): void
    {
        $this->fill();
        $this->shop->world->connection->exec('ALTER TABLE headgate_event_subject RENAME TO headgate_gone');
        $this->erasure()->erase(['customer' => '42'], 'test');
        $this->assertSame('critical', $this->shop->logged[0][0]);
    }

    public function testPurgesByCronAndLogsTheCounts(): void
    {
        $this->fill();
        $database = $this->shop->world->database;
        $purge = $this->shop->world->purge();
        $clock = World::clock(World::NOW + 11 * 86_400_000);
        $cron = new PurgeExpired(
            $purge,
            new AccessLog($database, $this->shop->world->keys),
            new Tables($database),
            $this->shop->config(),
            $clock,
            new Instant(),
            $this->shop->logger()
        );
        $cron->execute();
        $this->assertSame(['rating' => 2], $this->shop->logged[0][2]['events']);
        $this->assertSame(1, $this->shop->world->count('headgate_event'));
    }

    public function testQueuesOneMessageForEachCollectorThatIsConfiguredAndForwardsByIt(): void
    {
        $this->fill();
        $database = $this->shop->world->database;
        $publisher = new class implements PublisherInterface {
            public array $published = [];

            public function publish($topicName, $data)
            {
                $this->published[] = [$topicName, $data];
            }
        };
        $queue = new ForwardQueue($database, $this->shop->world->stored());
        $cron = new QueueForwards($this->shop->config(), $queue, $publisher, World::clock());
        $cron->execute();
        $this->assertSame([], $publisher->published);
        $this->shop->config['headgate/forward/targets'] = "nonsense\nwarehouse=json:https://w.example/v1/events";
        $cron->execute();
        $this->assertSame([['headgate.forward', 'warehouse']], $publisher->published);

        $sender = new Sender(fn (string $body): array => [
            200,
            (string)json_encode(['accepted' => array_column(json_decode($body)->events, 'id')]),
        ]);
        $batches = new BatchSender($sender, new Instant());
        $forwarder = new Forwarder($queue, $batches, new Instant(), new Region(), Shop::encoders());
        $endpoints = new EndpointStore($database);
        $config = $this->shop->config();
        (new Consumer($config, $endpoints, $forwarder, World::clock(), $this->shop->logger()))->process('warehouse');
        $this->assertSame(0, $this->shop->world->count('headgate_forward'));
    }

    public function testAnswersOnTheCommandLine(): void
    {
        $this->fill();
        $database = $this->shop->world->database;
        $log = new AccessLog($database, $this->shop->world->keys);
        $clock = World::clock();
        $export = new ExportCommand($this->subjects(), new SubjectOption(), $log, $clock, new Instant());
        $this->assertSame('headgate:export', $export->name);
        $this->assertSame(2, $this->runCommand($export, ['subject' => ['customer=42']])[0], 'no reason');
        $this->assertSame(2, $this->runCommand($export, ['subject' => ['customer'], 'reason' => 'Art. 15'])[0]);
        [$code, $text] = $this->runCommand($export, ['subject' => ['customer=42'], 'reason' => 'Art. 15']);
        $this->assertSame([0, 1], [$code, count(json_decode($text)->events)]);
        $this->assertSame('export', $log->last(1)[0]['action']);

        $erase = new EraseCommand($this->subjects(), new SubjectOption(), $this->shop->logger());
        $this->assertSame([0, "Erased 1 event.\n"], $this->runCommand($erase, ['subject' => ['customer=42']]));
        $this->assertSame(2, $this->runCommand($erase, [])[0]);

        $endpoints = new EndpointStore($database);
        $counts = new DailyCounts($database, new Instant());
        $report = new ReportCommand($endpoints, new Inventory(), new ComplianceMap(), $counts, $clock);
        $this->assertSame(2, $this->runCommand($report, ['days' => 'many'])[0]);
        $this->assertSame(2, $this->runCommand($report, ['days' => '0'])[0]);
        $printed = json_decode($this->runCommand($report, [])[1], true);
        $this->assertSame(1, array_sum($printed['counts']['rating']));
        $this->assertSame('Consent, GDPR Art. 6(1)(a)', $printed['manifests']['2026-11-01']['compliance'][0]['basis']);

        $purge = $this->shop->world->purge();
        $late = World::clock(World::NOW + 40 * 86_400_000);
        $this->assertStringContainsString(
            'Deleted 2 expired events.',
            $this->runCommand(new PurgeCommand($purge, new Tables($database), $this->shop->config(), $late), [])[1]
        );
        $this->assertSame([0, "default: published\n"], $this->runCommand(new PublishCommand($this->shop->publisher()), []));
        $this->shop->files = [];
        $this->assertSame(1, $this->runCommand(new PublishCommand($this->shop->publisher()), [])[0]);
        (new Tables($database))->drop();
        $purge = new PurgeCommand($purge, new Tables($database), $this->shop->config(), $late);
        $this->assertSame(1, $this->runCommand($purge, [])[0]);
    }
}
