<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Manifest\Manifest;
use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Manifest\ManifestReader;
use Headgate\Tracking\Storage\ManifestStore;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Exception\FileSystemException;
use Magento\Framework\Exception\ValidatorException;
use Magento\Framework\Filesystem;

/**
 * Finds a store view's manifest: the file that the configuration names, else what was uploaded.
 */
class ManifestProvider
{
    /**
     * Takes where manifests come from.
     *
     * @param Config $config
     * @param Filesystem $filesystem
     * @param ManifestReader $reader
     * @param ManifestStore $store
     */
    public function __construct(
        private readonly Config $config,
        private readonly Filesystem $filesystem,
        private readonly ManifestReader $reader,
        private readonly ManifestStore $store
    ) {
    }

    /**
     * Gives a store view's manifest; null where none is configured.
     *
     * @param int|string|null $store
     * @throws ManifestProblems
     */
    public function get(int|string|null $store = null): ?Manifest
    {
        $path = $this->config->text('manifest/path', $store);
        if ($path !== '') {
            return $this->readFile($path);
        }
        $version = $this->config->text('manifest/upload', $store);
        $json = $version === '' ? null : $this->store->find($version);
        return $json === null ? null : $this->reader->read($json);
    }

    /**
     * Reads a file of the shop.
     *
     * @param string $path Below the shop's root.
     * @throws ManifestProblems
     */
    public function readFile(string $path): Manifest
    {
        try {
            $root = $this->filesystem->getDirectoryRead(DirectoryList::ROOT);
            if (!$root->isFile($path)) {
                throw new ManifestProblems([sprintf('There is no file %s in the shop.', $path)]);
            }
            return $this->reader->read($root->readFile($path));
        } catch (FileSystemException | ValidatorException $exception) {
            throw new ManifestProblems([$exception->getMessage()]);
        }
    }
}
