<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Forward;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Forward\Forwarder;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Storage\EndpointStore;
use Psr\Log\LoggerInterface;

/**
 * Forwards what waits for one collector. A message names the collector; the events themselves stay in the database.
 */
class Consumer
{
    private const MAX_BATCHES = 50;

    /**
     * Takes what forwards.
     *
     * @param Config $config
     * @param EndpointStore $endpoints
     * @param Forwarder $forwarder
     * @param Clock $clock
     * @param LoggerInterface $logger
     */
    public function __construct(
        private readonly Config $config,
        private readonly EndpointStore $endpoints,
        private readonly Forwarder $forwarder,
        private readonly Clock $clock,
        private readonly LoggerInterface $logger
    ) {
    }

    /**
     * Forwards until nothing more is due.
     *
     * @param string $message The collector's name.
     */
    public function process(string $message): void
    {
        $target = $this->config->forwards()[$message] ?? null;
        if ($target === null) {
            return;
        }
        foreach ($this->endpoints->all() as $settings) {
            for ($batch = 0; $batch < self::MAX_BATCHES; $batch++) {
                $counts = $this->forwarder->run($settings, $message, $target, $this->clock->now());
                if (array_sum($counts) === 0) {
                    break;
                }
                $this->logger->info('headgate: forwarded events', ['collector' => $message] + $counts);
            }
        }
    }
}
