<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use RuntimeException;

/**
 * Encrypts what a row says of a person, with AES-256-GCM under the shop's crypt key: a copy of the database does not
 * tell it. Each text is bound to its event, so that none can be put into the place of another.
 */
class RowCipher
{
    /**
     * Rows of these tiers are stored encrypted.
     */
    public const TIERS = ['personal', 'sensitive'];

    private const METHOD = 'aes-256-gcm';
    private const USE = 'rows';
    private const SHAPE = '~^aes-256-gcm:(\d+):([A-Za-z0-9+/=]+)$~D';
    private const IV_BYTES = 12;
    private const TAG_BYTES = 16;

    /**
     * Takes the shop's keys.
     *
     * @param ShopKeys $keys
     */
    public function __construct(private readonly ShopKeys $keys)
    {
    }

    /**
     * Encrypts a text where its tier asks for it.
     *
     * @param string $text
     * @param string $tier
     * @param string $boundTo The event's id and the column.
     */
    public function protect(string $text, string $tier, string $boundTo): string
    {
        if (!in_array($tier, self::TIERS, true)) {
            return $text;
        }
        $number = $this->keys->current();
        $iv = random_bytes(self::IV_BYTES);
        $tag = '';
        $key = (string)$this->keys->derive(self::USE, $number);
        $secret = openssl_encrypt($text, self::METHOD, $key, OPENSSL_RAW_DATA, $iv, $tag, $boundTo, self::TAG_BYTES);
        if ($secret === false) {
            throw new RuntimeException('A row could not be encrypted.');
        }
        return sprintf('%s:%d:%s', self::METHOD, $number, base64_encode($iv . $tag . $secret));
    }

    /**
     * Gives a stored text in clear; null where the shop has the key no more, or the row was changed.
     *
     * @param string $stored
     * @param string $boundTo
     */
    public function open(string $stored, string $boundTo): ?string
    {
        if (preg_match(self::SHAPE, $stored, $part) !== 1) {
            return $stored;
        }
        // phpcs:ignore Magento2.Functions.DiscouragedFunction -- what follows checks every byte of it.
        $bytes = (string)base64_decode($part[2], true);
        $key = $this->keys->derive(self::USE, (int)$part[1]);
        if ($key === null || strlen($bytes) <= self::IV_BYTES + self::TAG_BYTES) {
            return null;
        }
        $iv = substr($bytes, 0, self::IV_BYTES);
        $tag = substr($bytes, self::IV_BYTES, self::TAG_BYTES);
        $secret = substr($bytes, self::IV_BYTES + self::TAG_BYTES);
        $text = openssl_decrypt($secret, self::METHOD, $key, OPENSSL_RAW_DATA, $iv, $tag, $boundTo);
        return $text === false ? null : $text;
    }
}
