<?php

declare(strict_types=1);

namespace Headgate\Tracking\Cron;

use Headgate\Tracking\Model\Publisher;
use Psr\Log\LoggerInterface;

/**
 * Publishes what came by a deployment: a manifest's file, or configuration in app/etc.
 */
class PublishSettings
{
    /**
     * Takes what publishes.
     *
     * @param Publisher $publisher
     * @param LoggerInterface $logger
     */
    public function __construct(private readonly Publisher $publisher, private readonly LoggerInterface $logger)
    {
    }

    /**
     * Publishes and logs problems.
     */
    public function execute(): void
    {
        foreach (array_filter($this->publisher->publish()) as $store => $problems) {
            $this->logger->error('headgate: a store view tracks nothing', ['store' => $store, 'problems' => $problems]);
        }
    }
}
