<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel\Adminhtml;

use Headgate\Tracking\Storage\AccessLog;
use Magento\Framework\View\Element\Block\ArgumentInterface;

/**
 * The last accesses to events.
 */
class Accesses implements ArgumentInterface
{
    private const SHOWN = 200;

    /**
     * Takes the log.
     *
     * @param AccessLog $log
     */
    public function __construct(private readonly AccessLog $log)
    {
    }

    /**
     * Lists the accesses, the last first.
     *
     * @return array
     */
    public function getAccesses(): array
    {
        return $this->log->last(self::SHOWN);
    }
}
