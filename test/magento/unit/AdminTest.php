<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Controller\Adminhtml\Access\State;
use Headgate\Tracking\Controller\Adminhtml\Event\Index;
use Headgate\Tracking\Cron\PublishSettings as PublishByCron;
use Headgate\Tracking\Forward\Outgoing;
use Headgate\Tracking\Forward\TargetParser;
use Headgate\Tracking\Model\Config\Backend\ForwardTargets;
use Headgate\Tracking\Model\Config\Backend\ManifestPath;
use Headgate\Tracking\Model\Config\Backend\ManifestUpload;
use Headgate\Tracking\Model\CurlSender;
use Headgate\Tracking\Model\ManifestKeeper;
use Headgate\Tracking\Model\StatedReason;
use Headgate\Tracking\Model\UploadedManifest;
use Headgate\Tracking\Observer\PublishSettings;
use Headgate\Tracking\Report\BarChart;
use Headgate\Tracking\Report\ComplianceMap;
use Headgate\Tracking\Report\DailyCounts;
use Headgate\Tracking\Report\Inventory;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\ManifestStore;
use Headgate\Tracking\ViewModel\Adminhtml\Accesses;
use Headgate\Tracking\ViewModel\Adminhtml\Counts;
use Headgate\Tracking\ViewModel\Adminhtml\ManifestMap;
use Magento\Backend\App\Action\Context as ActionContext;
use Magento\Backend\Model\Session;
use Magento\Config\Model\Config\Backend\File\RequestData\RequestDataInterface;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\App\RequestInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\DataObject;
use Magento\Framework\Escaper;
use Magento\Framework\Event\Observer;
use Magento\Framework\Exception\LocalizedException;
use Magento\Framework\Filesystem\Driver\File;
use Magento\Framework\HTTP\Client\Curl;
use Magento\Framework\HTTP\Client\CurlFactory;
use Magento\Framework\Message\ManagerInterface;
use Magento\Framework\Model\Context;
use Magento\Framework\Registry;
use PHPUnit\Framework\TestCase;

class AdminTest extends TestCase
{
    private Shop $shop;

    protected function setUp(): void
    {
        $this->shop = new Shop();
    }

    protected function tearDown(): void
    {
        $this->shop->removeFiles();
    }

    /**
     * @return array What every value of the configuration takes first.
     */
    private function ofValue(): array
    {
        $config = $this->createStub(\Magento\Framework\App\Config\ScopeConfigInterface::class);
        return [new Context(), new Registry(), $config, $this->createStub(TypeListInterface::class)];
    }

    private function messageOf(callable $work): string
    {
        try {
            $work();
            return '';
        } catch (LocalizedException $exception) {
            return $exception->getMessage();
        }
    }

    public function testSavesThePathOfAManifestOnlyWhereThereIsOne(): void
    {
        $save = fn (string $path): string => $this->messageOf(fn () => (new ManifestPath(
            ...$this->ofValue(),
            manifests: $this->shop->manifests(),
            data: ['value' => $path]
        ))->beforeSave());
        $this->assertSame('', $save('app/etc/headgate.json'));
        $this->assertSame('', $save(''));
        $this->assertStringContainsString('There is no file nowhere.json', $save('nowhere.json'));
        $this->shop->files['bad.json'] = '{"version":"1","events":{},"colectors":{}}';
        $this->assertMatchesRegularExpression('/The manifest: .*"colectors".*collectors/', $save('bad.json'));
    }

    private function upload(string $file, array $value = []): ManifestUpload
    {
        $keeper = new ManifestKeeper(new ManifestStore($this->shop->world->database), World::clock());
        $uploads = new class (new File(), $this->shop->reader(), $keeper) extends UploadedManifest {
            protected function isUploaded(string $file): bool
            {
                return is_file($file);
            }
        };
        $request = $this->createStub(RequestDataInterface::class);
        $request->method('getTmpName')->willReturn($file);
        return new ManifestUpload(
            ...$this->ofValue(),
            uploads: $uploads,
            requestData: $request,
            data: ['value' => $value, 'path' => 'headgate/manifest/upload']
        );
    }

    public function testKeepsAnUploadedManifestByItsVersionAndPublishesIt(): void
    {
        $file = (string)tempnam(sys_get_temp_dir(), 'headgate');
        file_put_contents($file, json_encode(World::manifest()));
        $value = $this->upload($file);
        $value->beforeSave();
        $this->assertSame('2026-11-01', $value->getData('value'));
        $this->shop->config['headgate/manifest/path'] = '';
        $this->shop->config['headgate/manifest/upload'] = '2026-11-01';
        $this->assertSame(['default' => []], $this->shop->publisher()->publish());

        file_put_contents($file, '{');
        $this->assertStringContainsString('not JSON', $this->messageOf(fn () => $this->upload($file)->beforeSave()));
        unlink($file);
        $taken = new UploadedManifest(
            new File(),
            $this->shop->reader(),
            new ManifestKeeper(new ManifestStore($this->shop->world->database), World::clock())
        );
        $this->expectExceptionMessage('Nothing was uploaded');
        $taken->take('/etc/passwd');
    }

    public function testLeavesTheUploadAsItWasWhereNothingComesAndForgetsItWhereAsked(): void
    {
        $none = $this->upload('');
        $none->beforeSave();
        $this->assertNull($none->getData('value'));
        $deleted = $this->upload('', ['delete' => '1']);
        $deleted->beforeSave();
        $this->assertSame('', $deleted->getData('value'));
    }

    public function testSavesForwardingOnlyWhereEveryLineIsUnderstood(): void
    {
        $save = fn (string $lines): string => $this->messageOf(fn () => (new ForwardTargets(
            ...$this->ofValue(),
            targets: new TargetParser(Shop::encoders()),
            data: ['value' => $lines]
        ))->beforeSave());
        $this->assertSame('', $save("warehouse=json:https://w.example\n"));
        $this->assertStringContainsString('segment needs writeKey', $save('s=segment:https://api.segment.io'));
    }

    public function testTellsTheAdminHowPublishingWent(): void
    {
        $said = [];
        $messages = $this->createStub(ManagerInterface::class);
        foreach (['addSuccessMessage' => 'good', 'addErrorMessage' => 'bad'] as $method => $kind) {
            $messages->method($method)->willReturnCallback(function ($text) use (&$said, $kind, $messages) {
                $said[] = [$kind, $text];
                return $messages;
            });
        }
        $caches = $this->createMock(TypeListInterface::class);
        $caches->expects($this->exactly(2))->method('invalidate')->with('full_page');
        (new PublishSettings($this->shop->publisher(), $messages, $caches))->execute(new Observer());
        $this->shop->files = [];
        (new PublishSettings($this->shop->publisher(), $messages, $caches))->execute(new Observer());
        $this->assertSame(['good', 'bad'], array_column($said, 0));
        $this->assertStringContainsString('tracks nothing', $said[1][1]);

        (new PublishByCron($this->shop->publisher(), $this->shop->logger()))->execute();
        $this->assertSame('error', $this->shop->logged[0][0]);
    }

    /**
     * @return array{ActionContext, object}
     */
    private function action(string $reason = ''): array
    {
        $request = $this->createStub(RequestInterface::class);
        $request->method('getParam')->willReturn($reason);
        $result = new class implements \Magento\Framework\Controller\ResultInterface {
            public string $path = '';
            public string $title = '';

            public function setPath($path)
            {
                $this->path = $path;
                return $this;
            }

            public function setActiveMenu($menu)
            {
                return $this;
            }

            public function getConfig()
            {
                return $this;
            }

            public function getTitle()
            {
                return $this;
            }

            public function prepend($text)
            {
                $this->title = $text;
            }

            public function setHttpResponseCode($httpCode)
            {
                return $this;
            }
        };
        $results = $this->createStub(ResultFactory::class);
        $results->method('create')->willReturn($result);
        return [new ActionContext($request, $results, $this->createStub(ManagerInterface::class)), $result];
    }

    public function testAsksWhyBeforeItShowsEvents(): void
    {
        $stated = new StatedReason(new Session(), World::clock());
        [$context, $result] = $this->action();
        (new Index($context, $stated))->execute();
        $this->assertSame('headgate/access/index', $result->path);

        [$context, $result] = $this->action('no');
        (new State($context, $stated))->execute();
        $this->assertSame('headgate/access/index', $result->path);

        [$context, $result] = $this->action('Complaint 4711 of a customer');
        (new State($context, $stated))->execute();
        $this->assertSame('headgate/event/index', $result->path);
        [$context, $result] = $this->action();
        (new Index($context, $stated))->execute();
        $this->assertSame(['', 'Events'], [$result->path, $result->title]);
    }

    public function testGivesEachPageAResourceOfRoles(): void
    {
        foreach (['Access\Index', 'Access\State', 'Count\Index', 'Event\Index', 'Map\Index'] as $name) {
            $resource = constant("Headgate\\Tracking\\Controller\\Adminhtml\\$name::ADMIN_RESOURCE");
            $this->assertStringStartsWith('Headgate_Tracking::', $resource);
        }
    }

    private function render(string $template, object $model): string
    {
        $block = new class (['view_model' => $model]) extends DataObject {
            public function getUrl($path)
            {
                return 'https://shop.example/admin/' . $path . '/';
            }

            public function getBlockHtml($name)
            {
                return '<input name="form_key" type="hidden" value="key"/>';
            }
        };
        $escaper = new Escaper();
        ob_start();
        (static function (string $headgateFile) use ($block, $escaper): void {
            require $headgateFile;
        })(dirname(__DIR__, 3) . "/examples/products/magento/view/adminhtml/templates/$template.phtml");
        return (string)ob_get_clean();
    }

    public function testShowsNothingUnescaped(): void
    {
        $evil = '<img src=x onerror=alert(1)>';
        $manifest = World::manifest();
        $manifest->events->add_to_cart->title = $evil;
        $manifest->collectors->shop->recipient = $evil;
        $this->shop->world->publish(['manifests' => [$manifest]]);
        $this->shop->world->post([World::event(1)]);
        $database = $this->shop->world->database;
        $log = new AccessLog($database, $this->shop->world->keys);
        $log->write($evil, 'grid', $evil, [[], 1, '2026-01-01 00:00:00']);
        $pages = [
            $this->render('map', new ManifestMap(new EndpointStore($database), new Inventory(), new ComplianceMap())),
            $this->render('accesses', new Accesses($log)),
            $this->render('counts', new Counts(
                new DailyCounts($database, new Instant()),
                new BarChart(),
                World::clock()
            )),
        ];
        $this->assertStringNotContainsString('<img', implode($pages));
        $this->assertStringContainsString('&lt;img', $pages[0]);
        $this->assertStringContainsString('&lt;img', $pages[1]);
        $this->assertStringContainsString('form_key', $pages[1]);
        $this->assertMatchesRegularExpression('/<title>\s*\d{4}-\d\d-\d\d: 1\s*</', $pages[2]);
    }

    public function testSaysThatNobodyHasLookedUntilSomebodyDid(): void
    {
        $log = new AccessLog($this->shop->world->database, $this->shop->world->keys);
        $this->assertStringContainsString('Nobody has looked', $this->render('accesses', new Accesses($log)));
        $log->write('anna', 'grid', 'Complaint 4711', [[], 1, '2026-01-01 00:00:00']);
        $this->assertStringNotContainsString('Nobody has looked', $this->render('accesses', new Accesses($log)));
    }

    public function testGivesEachPageTheStylesheetThatItsMarkupNames(): void
    {
        $view = dirname(__DIR__, 3) . '/examples/products/magento/view/adminhtml';
        foreach (glob($view . '/layout/headgate_*_index.xml') as $layout) {
            $page = simplexml_load_file($layout);
            $name = basename($layout);
            $this->assertSame('Headgate_Tracking::css/headgate.css', (string)$page->head->css['src'], $name);
            foreach ($page->xpath('//block/@template') as $template) {
                $file = str_replace('Headgate_Tracking::', $view . '/templates/', (string)$template);
                $this->assertStringContainsString('<div class="headgate-page">', file_get_contents($file), $name);
            }
        }
        $this->assertStringContainsString('.headgate-page h3', file_get_contents($view . '/web/css/headgate.css'));
    }

    public function testPostsWithoutFollowingRedirectsAndTakesNoAnswerForAnAnswer(): void
    {
        $curl = $this->createMock(Curl::class);
        $curl->expects($this->atLeastOnce())->method('setOption')->with(CURLOPT_FOLLOWLOCATION, false);
        $curl->method('getStatus')->willReturn(202);
        $curl->method('getBody')->willReturn('ok');
        $curl->expects($this->exactly(2))->method('post')->willReturnCallback(function ($url): void {
            if (str_contains($url, 'down')) {
                throw new \Exception('Could not resolve host');
            }
        });
        $factory = $this->createStub(CurlFactory::class);
        $factory->method('create')->willReturn($curl);
        $sender = new CurlSender($factory);
        $this->assertSame([202, 'ok'], $sender->post(new Outgoing('https://w.example', '{}')));
        $this->assertSame([0, ''], $sender->post(new Outgoing('https://down.example', '{}')));
    }
}
