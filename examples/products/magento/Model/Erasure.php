<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Storage\SubjectStore;
use Psr\Log\LoggerInterface;
use Throwable;

/**
 * Erases a person's events when the shop forgets them. A failure is logged and never keeps the shop from its own
 * work.
 */
class Erasure
{
    /**
     * Takes what erases.
     *
     * @param SubjectStore $subjects
     * @param LoggerInterface $logger
     */
    public function __construct(private readonly SubjectStore $subjects, private readonly LoggerInterface $logger)
    {
    }

    /**
     * Erases and logs the count.
     *
     * @param array<string,string> $subject Values by field.
     * @param string $because
     */
    public function erase(array $subject, string $because): void
    {
        if ($subject === []) {
            return;
        }
        try {
            $count = $this->subjects->erase($subject);
            $this->logger->info('headgate: erased events', ['because' => $because, 'count' => $count]);
        } catch (Throwable $throwable) {
            $this->logger->critical(
                'headgate: events were not erased; run bin/magento headgate:erase',
                ['because' => $because, 'fields' => array_keys($subject), 'error' => get_class($throwable)]
            );
        }
    }
}
