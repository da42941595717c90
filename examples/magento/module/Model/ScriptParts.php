<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Component\ComponentRegistrarInterface;
use Magento\Framework\Filesystem\Driver\File;

/**
 * What the script file of this shop was built with.
 */
class ScriptParts
{
    /**
     * Takes where modules and files are.
     *
     * @param ComponentRegistrarInterface $components
     * @param File $files
     */
    public function __construct(
        private readonly ComponentRegistrarInterface $components,
        private readonly File $files
    ) {
    }

    /**
     * Lists the parts of a kind: sources, events. None before build.mjs has run.
     *
     * @param string $kind
     * @return string[]
     */
    public function list(string $kind): array
    {
        $folder = (string)$this->components->getPath(ComponentRegistrar::MODULE, 'Headgate_Core');
        $file = $folder . '/etc/script.json';
        if (!$this->files->isExists($file)) {
            return [];
        }
        return json_decode($this->files->fileGetContents($file), true)[$kind] ?? [];
    }
}
