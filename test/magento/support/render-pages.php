<?php

/**
 * Renders the admin's pages as their templates write them, without the admin's frame: `php render-pages.php FOLDER`. For the
 * pictures in the module's README.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Report\BarChart;
use Headgate\Tracking\Report\ComplianceMap;
use Headgate\Tracking\Report\DailyCounts;
use Headgate\Tracking\Report\Inventory;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Test\World;
use Headgate\Tracking\ViewModel\Adminhtml\Accesses;
use Headgate\Tracking\ViewModel\Adminhtml\Counts;
use Headgate\Tracking\ViewModel\Adminhtml\ManifestMap;
use Magento\Framework\DataObject;
use Magento\Framework\Escaper;

$world = new World();
$manifest = World::manifest();
unset($manifest->events->elsewhere);
$manifest->events->rating->title = 'A product was rated';
$manifest->collectors->shop->recipient = 'Acme Outdoor GmbH';
$manifest->collectors->warehouse->recipient = 'Store Ltd';
$manifest->collectors->warehouse->country = 'IE';
foreach (['checkout_step' => 'A step of the checkout was shown', 'order_placed' => 'An order was placed'] as $name => $title) {
    $manifest->events->{$name} = (object)[
        'title' => $title, 'purpose' => 'shop', 'tier' => 'anonymous', 'basis' => 'consent',
        'categories' => ['analytics'], 'retentionDays' => 30, 'collectors' => ['shop'],
    ];
}
$limits = ['maxBytes' => 1048576, 'maxEvents' => 1000, 'perMinute' => 100000, 'perMinuteOfClient' => 100000];
$world->publish(['limits' => $limits, 'manifests' => [$manifest]]);
$number = 0;
for ($day = 0; $day < 30; $day++) {
    $events = [];
    $time = World::iso(World::NOW - $day * 86_400_000 + 1000);
    $isWeekend = gmdate('N', intdiv(World::NOW, 1000) - $day * 86400) > 5;
    foreach (['add_to_cart' => 44, 'checkout_step' => 21, 'order_placed' => 9] as $name => $usual) {
        $count = (int)round($usual * ($isWeekend ? 1.5 : 1) * (1 + 0.2 * sin($day * 1.7)));
        $tags = $name === 'add_to_cart' ? [] : ['event' => $name, 'tier' => 'anonymous', 'data' => (object)[]];
        for (; $count > 0; $count--) {
            $events[] = World::event(++$number, $tags + ['time' => $time]);
        }
    }
    $world->post($events);
}
$log = new AccessLog($world->database, $world->keys);
$log->write('anna.berg', 'grid', 'Complaint 4711: order counted twice', [[], 20, '2026-11-20 09:14:02']);
$log->write('cli:deploy', 'export', 'Request of 3 November, Art. 15', [[], 12, '2026-11-21 15:40:51']);
$models = [
    'counts' => new Counts(new DailyCounts($world->database, new Instant()), new BarChart(), World::clock()),
    'map' => new ManifestMap(new EndpointStore($world->database), new Inventory(), new ComplianceMap()),
    'accesses' => new Accesses($log),
];
foreach ($models as $name => $model) {
    $block = new class (['view_model' => $model]) extends DataObject {
        public function getUrl($path)
        {
            return '#';
        }

        public function getBlockHtml($name)
        {
            return '';
        }
    };
    $escaper = new Escaper();
    ob_start();
    (static function (string $headgateFile) use ($block, $escaper): void {
        require $headgateFile;
    })(dirname(__DIR__, 3) . '/examples/products/magento/view/adminhtml/templates/' . $name . '.phtml');
    file_put_contents($argv[1] . '/' . $name . '.html', ob_get_clean());
}
