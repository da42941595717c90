<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Collector\Clock;
use Magento\Backend\Model\Session;

/**
 * Why somebody looks at events: said before the first look, and asked again after half an hour.
 */
class StatedReason
{
    public const MIN_LENGTH = 10;
    private const VALID = 1800000;

    /**
     * Takes the admin's session.
     *
     * @param Session $session
     * @param Clock $clock
     */
    public function __construct(private readonly Session $session, private readonly Clock $clock)
    {
    }

    /**
     * Remembers a reason. Tells whether it is one.
     *
     * @param string $reason
     */
    public function state(string $reason): bool
    {
        if (mb_strlen(trim($reason)) < self::MIN_LENGTH) {
            return false;
        }
        $until = $this->clock->now() + self::VALID;
        $this->session->setData('headgate_reason', ['text' => trim($reason), 'until' => $until]);
        return true;
    }

    /**
     * Gives the reason; null where none was said, or too long ago.
     */
    public function get(): ?string
    {
        $reason = $this->session->getData('headgate_reason');
        $isValid = is_array($reason) && $reason['until'] > $this->clock->now();
        return $isValid ? $reason['text'] : null;
    }
}
