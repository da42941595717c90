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
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Test\World;
use Headgate\Tracking\ViewModel\Adminhtml\Counts;
use Headgate\Tracking\ViewModel\Adminhtml\ManifestMap;
use Magento\Framework\DataObject;
use Magento\Framework\Escaper;

$world = new World();
$limits = ['maxBytes' => 1048576, 'maxEvents' => 1000, 'perMinute' => 100000, 'perMinuteOfClient' => 100000];
$world->publish(['limits' => $limits]);
$number = 0;
for ($day = 0; $day < 30; $day++) {
    $events = [];
    for ($count = (int)(40 + 25 * sin($day / 3)); $count > 0; $count--) {
        $time = World::iso(World::NOW - $day * 86_400_000 + 1000);
        $events[] = World::event(++$number, ['time' => $time]);
    }
    $world->post($events);
}
$models = [
    'counts' => new Counts(new DailyCounts($world->database, new Instant()), new BarChart(), World::clock()),
    'map' => new ManifestMap(new EndpointStore($world->database), new Inventory(), new ComplianceMap()),
];
foreach ($models as $name => $model) {
    $block = new DataObject(['view_model' => $model]);
    $escaper = new Escaper();
    ob_start();
    (static function (string $headgateFile) use ($block, $escaper): void {
        require $headgateFile;
    })(dirname(__DIR__, 3) . '/examples/magento/module/view/adminhtml/templates/' . $name . '.phtml');
    file_put_contents($argv[1] . '/' . $name . '.html', ob_get_clean());
}
