<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Manifest\Vocabulary;
use stdClass;

/**
 * The shape of what was known of a visitor's consent at one step of an event's way.
 */
class StampShape
{
    private const KEYS = ['state', 'regime', 'evidence', 'source'];
    // Receipts have them. On an event, a platform's id or the exact time of a choice would tell whose it is.
    private const OPTIONAL = ['proof', 'since'];
    // What a script file of a release before this module's sends: the field had another name, and nothing was optional.
    private const FORMER_KEYS = ['state', 'regime', 'basis', 'source', 'proof', 'since'];
    private const STATES = ['granted', 'denied', 'undecided'];
    private const EVIDENCE = ['explicit', 'default', 'implied', 'signal', 'not-applicable'];
    // Consent strings are the longest: TCF's have a few kB. Bounded, because all of it is stored.
    private const PROOF = ['id' => 500, 'time' => 500, 'version' => 500, 'string' => 16384];

    /**
     * Takes what reads moments.
     *
     * @param Instant $instant
     */
    public function __construct(private readonly Instant $instant)
    {
    }

    /**
     * Tells whether a value is a stamp.
     *
     * @param mixed $stamp
     */
    public function isStamp(mixed $stamp): bool
    {
        if (!$stamp instanceof stdClass) {
            return false;
        }
        return $this->hasKeys($stamp)
            && in_array($stamp->state, self::STATES, true)
            && in_array($stamp->regime, Vocabulary::REGIMES, true)
            && in_array($this->evidence($stamp), self::EVIDENCE, true)
            && is_string($stamp->source)
            && mb_strlen($stamp->source) <= 500
            && (!property_exists($stamp, 'since') || $this->instant->toMilliseconds($stamp->since) !== null)
            && (!property_exists($stamp, 'proof') || $this->isProof($stamp->proof));
    }

    /**
     * Tells how the state came to be known.
     *
     * @param stdClass $stamp
     */
    public function evidence(stdClass $stamp): mixed
    {
        return $stamp->evidence ?? $stamp->basis ?? null;
    }

    /**
     * Tells whether all keys are there, and no other.
     *
     * @param stdClass $stamp
     */
    private function hasKeys(stdClass $stamp): bool
    {
        $keys = array_keys(get_object_vars($stamp));
        if (!property_exists($stamp, 'evidence')) {
            return count($keys) === count(self::FORMER_KEYS) && array_diff($keys, self::FORMER_KEYS) === [];
        }
        return array_diff(self::KEYS, $keys) === [] && array_diff($keys, [...self::KEYS, ...self::OPTIONAL]) === [];
    }

    /**
     * Tells whether a value is a consent platform's record.
     *
     * @param mixed $proof
     */
    private function isProof(mixed $proof): bool
    {
        if (!$proof instanceof stdClass) {
            return false;
        }
        foreach (get_object_vars($proof) as $key => $value) {
            $isText = is_string($value) && mb_strlen($value) <= (self::PROOF[$key] ?? -1);
            if (!$isText && !($key === 'observed' && $value === true)) {
                return false;
            }
        }
        return true;
    }
}
