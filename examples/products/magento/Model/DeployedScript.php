<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Exception\FileSystemException;
use Magento\Framework\Filesystem\Driver\File;

/**
 * The copies of the script file that static content was deployed with, one for each theme and language.
 */
class DeployedScript
{
    /**
     * Magento publishes no file anew that is there: what a deployment has to replace must go before it.
     */
    private const COPIES = 'frontend/*/*/*/Headgate_Core/js/headgate.min.js';

    /**
     * Takes where static content lies, and what deletes.
     *
     * @param DirectoryList $folders
     * @param File $files
     */
    public function __construct(private readonly DirectoryList $folders, private readonly File $files)
    {
    }

    /**
     * Deletes the copies, and tells how many there were. Until the next deployment pages track nothing.
     *
     * @throws FileSystemException
     */
    public function clear(): int
    {
        $copies = $this->files->search(self::COPIES, $this->folders->getPath(DirectoryList::STATIC_VIEW));
        foreach ($copies as $copy) {
            $this->files->deleteFile($copy);
        }
        return count($copies);
    }
}
