<?php

/**
 * Loads the module's classes as Composer would, and stubs in place of Magento.
 */

declare(strict_types=1);

error_reporting(E_ALL);
require __DIR__ . '/stubs/framework.php';
require __DIR__ . '/stubs/modules.php';
require __DIR__ . '/support/create-tables.php';

spl_autoload_register(static function (string $class): void {
    $folders = [
        'Headgate\\Tracking\\Test\\' => __DIR__ . '/unit/',
        'Headgate\\Tracking\\' => dirname(__DIR__, 2) . '/examples/products/magento/',
    ];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            $file = $folder . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
            if (is_file($file)) {
                require $file;
            }
            return;
        }
    }
});
