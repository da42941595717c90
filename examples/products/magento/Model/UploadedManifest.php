<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Manifest\ManifestReader;
use Magento\Framework\Exception\FileSystemException;
use Magento\Framework\Filesystem\Driver\File;

/**
 * Takes a manifest that was uploaded.
 */
class UploadedManifest
{
    /**
     * Takes what reads and keeps manifests.
     *
     * @param File $files
     * @param ManifestReader $reader
     * @param ManifestKeeper $keeper
     */
    public function __construct(
        private readonly File $files,
        private readonly ManifestReader $reader,
        private readonly ManifestKeeper $keeper
    ) {
    }

    /**
     * Keeps the manifest and gives its version.
     *
     * @param string $file
     * @throws ManifestProblems
     */
    public function take(string $file): string
    {
        // A form could name any file of the server.
        if (!$this->isUploaded($file)) {
            throw new ManifestProblems(['Nothing was uploaded.']);
        }
        try {
            $manifest = $this->reader->read($this->files->fileGetContents($file));
        } catch (FileSystemException $exception) {
            throw new ManifestProblems([$exception->getMessage()]);
        }
        $this->keeper->keep($manifest);
        return $manifest->version();
    }

    /**
     * Tells whether PHP itself has received a file.
     *
     * @param string $file
     */
    protected function isUploaded(string $file): bool
    {
        // phpcs:ignore Magento2.Functions.DiscouragedFunction -- only PHP knows what it has received itself.
        return is_uploaded_file($file);
    }
}
