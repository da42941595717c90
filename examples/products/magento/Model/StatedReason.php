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
    private const ONE_LOOK = 60000;

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
     * Tells whether the very same events were shown within the last minute: one look is several requests of the grid.
     *
     * @param string[] $ids
     */
    public function isSeenAgain(array $ids): bool
    {
        $now = $this->clock->now();
        $shown = hash('sha256', (string)$this->get() . ' ' . implode(' ', $ids));
        $last = $this->session->getData('headgate_look');
        if (is_array($last) && $last['shown'] === $shown && $last['until'] > $now) {
            return true;
        }
        $this->session->setData('headgate_look', ['shown' => $shown, 'until' => $now + self::ONE_LOOK]);
        return false;
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
