<?php

declare(strict_types=1);

namespace Headgate\Tracking\Cron;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Model\Config;
use Magento\Framework\MessageQueue\PublisherInterface;

/**
 * The collector runs without Magento, so it cannot put messages into its queue: this does, where something is due.
 */
class QueueForwards
{
    public const TOPIC = 'headgate.forward';

    /**
     * Takes what is due and what carries messages.
     *
     * @param Config $config
     * @param ForwardQueue $queue
     * @param PublisherInterface $publisher
     * @param Clock $clock
     */
    public function __construct(
        private readonly Config $config,
        private readonly ForwardQueue $queue,
        private readonly PublisherInterface $publisher,
        private readonly Clock $clock
    ) {
    }

    /**
     * Queues one message for each collector.
     */
    public function execute(): void
    {
        $targets = $this->config->forwards();
        if ($targets === []) {
            return;
        }
        foreach ($this->queue->due(intdiv($this->clock->now(), 1000)) as $collector) {
            if (isset($targets[$collector])) {
                $this->publisher->publish(self::TOPIC, $collector);
            }
        }
    }
}
