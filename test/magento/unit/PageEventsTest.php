<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Settings;
use Headgate\Tracking\Model\PlacedOrders;
use Headgate\Tracking\Model\WantedFacts;
use Headgate\Tracking\Observer\NotePlacedOrders;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\ViewModel\OrderEvents;
use Headgate\Tracking\ViewModel\ProductEvents;
use Magento\Framework\DataObject;
use Magento\Framework\Event\Observer;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use PHPUnit\Framework\TestCase;
use stdClass;

/**
 * What a page says of its product or its orders: what the manifest maps, and nothing else.
 */
class PageEventsTest extends TestCase
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
     * @param array<string, array<string, mixed>> $triggers By the manifest's event.
     */
    private function publish(array $triggers): void
    {
        $manifest = World::manifest();
        foreach ($triggers as $name => $trigger) {
            $event = clone $manifest->events->add_to_cart;
            $fields = array_keys($trigger['fields'] ?? []);
            $event->fields = (object)array_fill_keys($fields, (object)['type' => 'string']);
            $event->triggers = (object)['magento' => json_decode((string)json_encode($trigger))];
            $manifest->events->{$name} = $event;
        }
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->assertSame(['default' => []], $this->shop->publisher()->publish());
    }

    private function wanted(): WantedFacts
    {
        return new WantedFacts(new EndpointStore($this->shop->world->database), $this->shop->stores());
    }

    private function productPage(?DataObject $product): string
    {
        $catalog = Goods::catalog($product);
        return (new ProductEvents($this->wanted(), $catalog, $this->shop->stores(), new JsonHexTag()))->getJson();
    }

    /**
     * @param mixed $ids As the shop dispatches them.
     */
    private function successPage(mixed $ids): string
    {
        $placed = new PlacedOrders(Goods::orders());
        (new NotePlacedOrders($placed))->execute(new Observer(['order_ids' => $ids]));
        return (new OrderEvents($this->wanted(), $placed, new JsonHexTag()))->getJson();
    }

    public function testSaysOfAProductWhatTheManifestMaps(): void
    {
        $fields = ['sku' => 'sku', 'price' => 'price', 'money' => 'currency', 'stock' => 'stock', 'cost' => 'cost'];
        $this->publish(['product_viewed' => ['event' => 'product_viewed', 'fields' => $fields]]);
        $data = ['sku' => 'TENT-1', 'price' => 52.5, 'currency' => 'EUR', 'stock' => 'in'];
        $expected = json_decode((string)json_encode([['event' => 'product_viewed', 'data' => $data]]));
        $this->assertEquals($expected, json_decode($this->productPage(Goods::product())));
        $this->assertStringContainsString('"stock":"out"', $this->productPage(Goods::product(false)));
    }

    public function testSaysNothingThatNoEventMaps(): void
    {
        $this->publish([]);
        $this->assertSame('', $this->productPage(Goods::product()));
        $this->assertSame('', $this->successPage(['7']));
    }

    public function testSaysNothingOfAPageWithoutAProductOrAnOrder(): void
    {
        $this->publish([
            'product_viewed' => ['event' => 'product_viewed'],
            'order_placed' => ['event' => 'order_placed'],
        ]);
        $this->assertSame('', $this->productPage(null));
        foreach ([null, [], [null], 'none'] as $ids) {
            $this->assertSame('', $this->successPage($ids));
        }
    }

    public function testSaysNothingWhereTheStoreViewIsSwitchedOff(): void
    {
        $this->publish(['product_viewed' => ['event' => 'product_viewed']]);
        $this->shop->config['default:headgate/general/active'] = '0';
        $this->shop->publisher()->publish();
        $this->assertSame('', $this->productPage(Goods::product()));
    }

    public function testSaysEachOrderWithItsItems(): void
    {
        $this->publish([
            'order_placed' => ['event' => 'order_placed', 'fields' => ['order' => 'order', 'total' => 'value']],
            'discounted' => [
                'event' => 'order_placed', 'fields' => ['saved' => 'discount'], 'where' => ['currency' => 'EUR'],
            ],
            'item_ordered' => [
                'event' => 'order_item', 'fields' => ['line' => 'line', 'sku' => 'sku', 'pieces' => 'quantity'],
            ],
        ]);
        $told = json_decode($this->successPage(['7', '8']), true);
        $this->assertSame(
            ['order_placed', 'order_item', 'order_item', 'order_placed', 'order_item', 'order_item'],
            array_column($told, 'event')
        );
        $this->assertEquals(
            ['order' => '000000127', 'value' => 99.95, 'discount' => 10.05, 'currency' => 'EUR'],
            $told[0]['data']
        );
        $this->assertEquals(['line' => '000000127-2', 'sku' => 'PEG-2', 'quantity' => 1], $told[2]['data']);
        $this->assertEquals('000000128-1', $told[4]['data']['line']);
        $this->assertStringNotContainsString('anna', $this->successPage(['7']));
    }

    public function testAsksTheDatabaseOnceForAllItemsOfAnOrder(): void
    {
        $this->publish(['item_ordered' => ['event' => 'order_item', 'fields' => ['sku' => 'sku']]]);
        $endpoints = new class ($this->shop->world->database) extends EndpointStore {
            public int $asked = 0;

            public function find(string $storeCode): ?Settings
            {
                $this->asked++;
                return parent::find($storeCode);
            }
        };
        $wanted = new WantedFacts($endpoints, $this->shop->stores());
        foreach (['TENT-1', 'PEG-2'] as $sku) {
            $this->assertCount(1, $wanted->toPageEvents('order_item', ['sku' => $sku]));
        }
        $this->assertSame(1, $endpoints->asked);
    }

    public function testGivesAnEventWithoutFieldsNoFacts(): void
    {
        $this->publish(['order_placed' => ['event' => 'order_placed']]);
        $this->assertEquals(
            [(object)['event' => 'order_placed', 'data' => new stdClass()]],
            json_decode($this->successPage(['7']))
        );
    }

    public function testLetsNoSkuOutOfItsBlock(): void
    {
        $this->publish(['product_viewed' => ['event' => 'product_viewed', 'fields' => ['sku' => 'sku']]]);
        $product = Goods::product();
        $product->setData('sku', '</script><script>alert(1)</script>');
        $this->assertStringContainsString('alert(1)', $this->productPage($product));
        $this->assertStringNotContainsString('<', $this->productPage($product));
    }
}
