<?php

/**
 * Opens a shop's collector in a folder: `php open-shop.php FOLDER ORIGIN MANIFEST STORE`. Creates the tables in the database that
 * HEADGATE_TEST_DSN names by the module's own schema, publishes by its own publisher, writes app/etc/env.php, and prints the
 * templates of the storefront as they render.
 */

declare(strict_types=1);

[, $folder, $origin, $manifest, $store] = $argv;
mkdir($folder . '/app/etc', 0777, true);
require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Model\PlacedOrders;
use Headgate\Tracking\Model\WantedFacts;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Test\Goods;
use Headgate\Tracking\Test\Shop;
use Headgate\Tracking\ViewModel\ClientConfig;
use Headgate\Tracking\ViewModel\OrderEvents;
use Headgate\Tracking\ViewModel\ProductEvents;
use Headgate\Tracking\ViewModel\Withdrawal;
use Magento\Framework\DataObject;
use Magento\Framework\Escaper;
use Magento\Framework\Serialize\Serializer\JsonHexTag;

$shop = new Shop();
$shop->code = $store;
$shop->folder = $folder . '/built/storefront';

$shop->config['default:headgate/general/active'] = '0';
$shop->config["$store:headgate/general/active"] = '1';
$shop->origin = $origin;
$shop->files['app/etc/headgate.json'] = (string)file_get_contents($manifest);
$problems = $shop->publisher((int)(microtime(true) * 1000))->publish();
if ($problems !== [$store => []]) {
    fwrite(STDERR, (string)json_encode($problems));
    exit(1);
}
// With MariaDB as Magento has it: the host may be a socket.
$host = (string)getenv('HEADGATE_TEST_HOST');
$connection = $host === ''
    ? ['dsn' => getenv('HEADGATE_TEST_DSN'), 'initStatements' => 'PRAGMA busy_timeout = 5000']
    : ['host' => $host, 'dbname' => 'magento', 'username' => 'root', 'password' => '', 'initStatements' => 'SET NAMES utf8'];
$environment = [
    'crypt' => ['key' => '0123456789abcdef0123456789abcdef'],
    'db' => ['table_prefix' => '', 'connection' => ['default' => $connection]],
];
$modules = ['modules' => ['Headgate_Tracking' => 1, 'Headgate_Core' => 1]];
foreach (['env' => $environment, 'config' => $modules] as $name => $value) {
    file_put_contents("$folder/app/etc/$name.php", '<?php return ' . var_export($value, true) . ';');
}

$endpoints = new EndpointStore($shop->world->database);
$json = new JsonHexTag();
$wanted = new WantedFacts($endpoints, $shop->stores());
$orders = new PlacedOrders(Goods::orders());
$orders->note([7]);
$models = [
    'config' => ['config', new ClientConfig($endpoints, $shop->stores(), $json)],
    'withdraw' => ['withdraw', new Withdrawal($shop->config(), $endpoints, $shop->stores(), $json)],
    'product' => ['page-events', new ProductEvents($wanted, Goods::catalog(Goods::product()), $shop->stores(), $json)],
    'order' => ['page-events', new OrderEvents($wanted, $orders, $json)],
];
$render = static function (string $headgateTemplate, object $headgateModel): string {
    $block = new DataObject(['view_model' => $headgateModel]);
    $escaper = new Escaper();
    ob_start();
    require dirname(__DIR__, 3) . '/examples/products/magento/view/frontend/templates/' . $headgateTemplate . '.phtml';
    return (string)ob_get_clean();
};
$rendered = [];
foreach ($models as $name => [$template, $model]) {
    $rendered[$name] = $render($template, $model);
}
echo json_encode($rendered, JSON_THROW_ON_ERROR);
