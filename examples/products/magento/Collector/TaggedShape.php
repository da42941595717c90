<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Manifest\Vocabulary;
use stdClass;

/**
 * The shape that every event and receipt arrives in, whatever the manifest says of it. Strict: nothing rides along.
 */
class TaggedShape
{
    private const ID = '/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/D';
    private const KEYS = [
        'id', 'event', 'time', 'tier', 'purpose', 'basis', 'categories', 'retentionDays', 'expires', 'manifest',
        'consent', 'data',
    ];
    private const MAX_TEXT = 500;

    /**
     * Takes what reads moments and stamps of consent.
     *
     * @param Instant $instant
     * @param StampShape $stamp
     */
    public function __construct(private readonly Instant $instant, private readonly StampShape $stamp)
    {
    }

    /**
     * Tells what is wrong with the shape; null where nothing is.
     *
     * @param mixed $event
     */
    public function find(mixed $event): ?string
    {
        if ($event instanceof stdClass && $this->hasShape($event)) {
            return null;
        }
        $isNamed = $event instanceof stdClass && property_exists($event, 'id');
        return $isNamed && !$this->isId($event->id) ? 'invalid-id' : 'malformed';
    }

    /**
     * Tells whether a value is an event's id: a UUID of version 7.
     *
     * @param mixed $value
     */
    public function isId(mixed $value): bool
    {
        return is_string($value) && preg_match(self::ID, $value) === 1;
    }

    /**
     * Tells whether all keys are there, no other, and each has its type.
     *
     * @param stdClass $event
     */
    private function hasShape(stdClass $event): bool
    {
        $keys = array_keys(get_object_vars($event));
        if (count($keys) !== count(self::KEYS) || array_diff($keys, self::KEYS) !== []) {
            return false;
        }
        return $this->isId($event->id)
            && $this->areTexts([$event->event, $event->purpose, $event->manifest])
            && in_array($event->tier, Vocabulary::TIERS, true)
            && in_array($event->basis, Vocabulary::BASES, true)
            && $this->isListOfText($event->categories)
            && $this->isWhole($event->retentionDays)
            && $this->instant->toMilliseconds($event->time) !== null
            && $this->instant->toMilliseconds($event->expires) !== null
            && $this->hasStamps($event->consent)
            && $event->data instanceof stdClass;
    }

    /**
     * Tells whether consent has its stamps: of the capture, and of the release where there was one.
     *
     * @param mixed $consent
     */
    private function hasStamps(mixed $consent): bool
    {
        if (!$consent instanceof stdClass || !isset($consent->captured)) {
            return false;
        }
        $stamps = get_object_vars($consent);
        if (array_diff(array_keys($stamps), ['captured', 'released']) !== []) {
            return false;
        }
        return array_filter($stamps, $this->stamp->isStamp(...)) === $stamps;
    }

    /**
     * Tells whether values are texts of bounded length.
     *
     * @param array $values
     */
    private function areTexts(array $values): bool
    {
        foreach ($values as $value) {
            if (!is_string($value) || mb_strlen($value) > self::MAX_TEXT) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether a value is a bounded list of texts.
     *
     * @param mixed $value
     */
    private function isListOfText(mixed $value): bool
    {
        return is_array($value) && count($value) <= 100 && $this->areTexts($value);
    }

    /**
     * Tells whether a number is whole, as JavaScript sees it: 30.0 is, and what it could not count by one is not.
     *
     * @param mixed $value
     */
    private function isWhole(mixed $value): bool
    {
        return (is_int($value) || is_float($value)) && floor($value) == $value && abs($value) <= 9007199254740991;
    }
}
