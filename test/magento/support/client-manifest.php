<?php

/**
 * Prints what pages are told of a manifest: `php client-manifest.php FILE`.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Manifest\ClientManifest;
use Headgate\Tracking\Test\Shop;

$manifest = (new Shop())->reader()->read((string)file_get_contents($argv[1]));
echo json_encode((new ClientManifest())->fromManifest($manifest), JSON_THROW_ON_ERROR);
