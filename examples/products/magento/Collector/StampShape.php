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
    private const CHOICES = [
        'state' => ['granted', 'denied', 'undecided'],
        'regime' => Vocabulary::REGIMES,
        'evidence' => ['explicit', 'default', 'implied', 'signal', 'not-applicable'],
    ];
    private const LONGEST = 500;

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
        if (array_diff(self::KEYS, $keys) !== [] || array_diff($keys, [...self::KEYS, 'version']) !== []) {
            return false;
        }
        foreach (self::CHOICES as $key => $choices) {
            if (!in_array($stamp->{$key}, $choices, true)) {
                return false;
            }
        }
        $version = property_exists($stamp, 'version') ? $stamp->version : '';
        foreach ([$stamp->source, $version] as $text) {
            if (!is_string($text) || mb_strlen($text) > self::LONGEST) {
                return false;
            }
        }
        return true;
    }
}
