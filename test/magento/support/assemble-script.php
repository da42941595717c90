<?php

/**
 * Prints the script file that the module puts together: `php assemble-script.php FOLDER SOURCES EXTRAS`, names with commas.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Script\Assembler;
use Headgate\Tracking\Script\Parts;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Filesystem\Driver\File;

[, $folder, $sources, $extras] = $argv;
ComponentRegistrar::register(ComponentRegistrar::MODULE, 'Headgate_Core', $folder);
$parts = new Parts(new ComponentRegistrar(), new File());
echo (new Assembler($parts))->assemble(explode(',', $sources), array_filter(explode(',', $extras)));
