<?php

/**
 * The shop's collector, without Magento: a controller would answer each batch with PHPSESSID and
 * private_content_version.
 * The web server sends …/hg/<store view>/events here; see server/ for how.
 */

declare(strict_types=1);

use Headgate\Tracking\Collector\EndpointFactory;
use Headgate\Tracking\Collector\Refusal;
use Headgate\Tracking\Collector\Request;
use Headgate\Tracking\Collector\Response;
use Headgate\Tracking\Storage\ConnectionFactory;
use Headgate\Tracking\Storage\ShopKeys;

// phpcs:disable Magento2.Functions.DiscouragedFunction -- the entry itself speaks to PHP's server interface.
// phpcs:disable Magento2.Security.IncludeFile -- the paths are this module's own and the shop's own configuration.
// phpcs:disable Magento2.Security.LanguageConstruct -- the answer is written here.
// phpcs:ignore Magento2.Security.Superglobal -- no request object outside Magento, and filter_input may be empty.
$server = $_SERVER;

// Not Composer's autoloader: it would load every module's registration for each batch.
spl_autoload_register(static function (string $class): void {
    $prefix = 'Headgate\\Tracking\\';
    if (str_starts_with($class, $prefix)) {
        require dirname(__DIR__) . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
    }
});

/**
 * Finds app/etc: where the web server says the shop is, or above this file.
 */
$findConfiguration = static function () use ($server): string {
    $folders = [$server['HEADGATE_ROOT'] ?? '', (string)getenv('HEADGATE_ROOT')];
    for ($level = 2; $level <= 6; $level++) {
        $folders[] = dirname(__DIR__, $level);
    }
    foreach (array_filter($folders) as $folder) {
        if (is_file($folder . '/app/etc/env.php')) {
            return $folder . '/app/etc';
        }
    }
    throw new RuntimeException('app/etc/env.php was not found; set HEADGATE_ROOT.');
};

/**
 * Tells whether the shop has the module switched on: bin/magento module:disable must end this entry too.
 */
$isEnabled = static function (string $configuration): bool {
    $file = $configuration . '/config.php';
    $modules = is_file($file) ? (require $file)['modules'] ?? [] : [];
    return (int)($modules['Headgate_Tracking'] ?? 0) === 1;
};

/**
 * Reads the request. No more of a body is read than the largest that is allowed anywhere, and one byte.
 */
$readRequest = static fn (): Request => new Request(
    $server['REQUEST_METHOD'] ?? '',
    (string)parse_url($server['REQUEST_URI'] ?? '', PHP_URL_PATH),
    array_change_key_case(getallheaders()),
    (string)file_get_contents('php://input', false, null, 0, 1048577),
    $server['REMOTE_ADDR'] ?? ''
);

/**
 * Answers. What fails before the collector stands is told to come back later, so that senders keep their events.
 */
$answer = static function () use ($findConfiguration, $isEnabled, $readRequest): Response {
    try {
        $configuration = $findConfiguration();
        if (!$isEnabled($configuration)) {
            return (new Refusal(404, 'module_disabled'))->toResponse();
        }
        $environment = require $configuration . '/env.php';
        $database = (new ConnectionFactory())->create($environment);
        $keys = new ShopKeys((string)($environment['crypt']['key'] ?? ''));
        $endpoint = (new EndpointFactory())->create($database, $keys);
        return $endpoint->handle($readRequest(), (int)(microtime(true) * 1000));
    } catch (Throwable $throwable) {
        // Not the message: that of a failed connection may name the user.
        error_log('headgate: ' . get_class($throwable));
        return (new Refusal(503, 'not_available', 30))->toResponse();
    }
};

ini_set('display_errors', '0');
$response = $answer();
header_remove('X-Powered-By');
http_response_code($response->status);
foreach ($response->headers() as $name => $value) {
    header($name . ': ' . $value);
}
echo $response->body();
