<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * The shape of what was known of a visitor's consent at one step of an event's way.
 */
class StampShape
{
    private const KEYS = ['state', 'regime', 'basis', 'source', 'proof', 'since'];
    private const CHOICES = [
        'state' => ['granted', 'denied', 'undecided'],
        'regime' => ['opt-in', 'opt-out'],
        'basis' => ['explicit', 'default', 'implied', 'signal', 'not-applicable'],
    ];
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
        $keys = array_keys(get_object_vars($stamp));
        if (count($keys) !== count(self::KEYS) || array_diff($keys, self::KEYS) !== []) {
            return false;
        }
        foreach (self::CHOICES as $key => $choices) {
            if (!in_array($stamp->{$key}, $choices, true)) {
                return false;
            }
        }
        return is_string($stamp->source)
            && mb_strlen($stamp->source) <= 500
            && $this->instant->toMilliseconds($stamp->since) !== null
            && $this->isProof($stamp->proof);
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
