<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * The data of a consent receipt: what was done, every category's state, and the consent platform's own record of it.
 */
class ReceiptShape
{
    private const KEYS = ['action', 'categories', 'proof', 'since'];
    private const CHOICES = ['granted', 'denied', 'undecided'];
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
     * Tells whether this is the data of a receipt that names no other categories than these.
     *
     * @param stdClass $data
     * @param array<string,mixed> $categories
     */
    public function isReceipt(stdClass $data, array $categories): bool
    {
        $keys = array_keys(get_object_vars($data));
        if (count($keys) !== count(self::KEYS) || array_diff($keys, self::KEYS) !== []) {
            return false;
        }
        return in_array($data->action, ['granted', 'withdrawn'], true)
            && $this->instant->toMilliseconds($data->since) !== null
            && $this->isProof($data->proof)
            && $data->categories instanceof stdClass
            && $this->areChoices(get_object_vars($data->categories), $categories);
    }

    /**
     * Tells whether each of these is a known category with a known state.
     *
     * @param array<string,mixed> $given
     * @param array<string,mixed> $categories
     */
    private function areChoices(array $given, array $categories): bool
    {
        foreach ($given as $choice) {
            if (!in_array($choice, self::CHOICES, true)) {
                return false;
            }
        }
        return array_diff_key($given, $categories) === [];
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
