<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * Checks whether the consent that an event claims is one that its legal basis can rest on.
 */
class ConsentCheck
{
    /**
     * Tells why the event may not be taken; null where it may.
     *
     * @param stdClass $event
     */
    public function find(stdClass $event): ?string
    {
        $captured = $event->consent->captured;
        $released = $event->consent->released ?? $captured;
        $isDenied = $captured->state === 'denied' || $released->state === 'denied';
        if ($event->basis === 'legitimate_interests') {
            return $isDenied ? 'objected' : null;
        }
        if ($event->basis !== 'consent') {
            return null;
        }
        // What was captured while consent was denied is never released, whatever was granted later.
        if ($isDenied) {
            return 'consent-denied';
        }
        if ($released->state !== 'granted') {
            return 'consent-missing';
        }
        // Under opt-in silence and defaults are no consent (GDPR Art. 4(11), Recital 32).
        // Special categories want an explicit grant under every law (Art. 9(2)(a)).
        $mustBeExplicit = $released->regime !== 'opt-out' || $event->tier === 'sensitive';
        return $mustBeExplicit && $released->evidence !== 'explicit' ? 'consent-not-explicit' : null;
    }
}
