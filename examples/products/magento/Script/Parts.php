<?php

declare(strict_types=1);

namespace Headgate\Tracking\Script;

use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Component\ComponentRegistrarInterface;
use Magento\Framework\Filesystem\Driver\File;

/**
 * What script files are put together from: one file for each consent source, event source and format, which come with
 * the module. Each assigns one variable.
 */
class Parts
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
     * Lists the parts of a kind: sources, events, collectors. None where the module came without parts.
     *
     * @param string $kind
     * @return string[]
     */
    public function list(string $kind): array
    {
        $folder = $this->folder() . '/parts';
        $names = [];
        foreach ($this->files->isExists($folder) ? $this->files->readDirectory($folder) : [] as $path) {
            if (preg_match('~/' . $kind . '-(\w+)\.js$~D', $path, $match) === 1) {
                $names[] = $match[1];
            }
        }
        sort($names, SORT_STRING);
        return $names;
    }

    /**
     * Reads a part.
     *
     * @param string $name
     */
    public function read(string $name): string
    {
        return trim($this->files->fileGetContents($this->folder() . '/parts/' . $name . '.js'));
    }

    /**
     * Tells what the script file that pages load was put together from; null where there is none.
     *
     * @return array<string, string[]>|null
     */
    public function inScript(): ?array
    {
        $file = $this->folder() . '/etc/script.json';
        return $this->files->isExists($file) ? json_decode($this->files->fileGetContents($file), true) : null;
    }

    /**
     * Writes the script file, for static content to be deployed from, and what it was put together from.
     *
     * @param string $code
     * @param array $parts
     * @return string Where it lies.
     */
    public function write(string $code, array $parts): string
    {
        $file = $this->folder() . '/view/frontend/web/js/headgate.min.js';
        $this->files->filePutContents($file, $code);
        $text = json_encode($parts, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR) . "\n";
        $this->files->filePutContents($this->folder() . '/etc/script.json', $text);
        return $file;
    }

    /**
     * Gives the folder of the module whose files pages load.
     */
    private function folder(): string
    {
        return (string)$this->components->getPath(ComponentRegistrar::MODULE, 'Headgate_Core');
    }
}
