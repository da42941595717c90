<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * Checks the text of a field. Lengths are counted in UTF-16 code units, as the browser counts them.
 */
class TextCheck
{
    // HMAC-SHA-256 as base64url: always 43 characters, so that a readable name is not taken for a pseudonym.
    private const PSEUDONYM = '/^[\w-]{43}$/D';
    private const JWE = '/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/D';
    private const JWE_OVERHEAD = 2048;
    private const JWE_GROWTH = 8;
    private const REDACTION_GROWTH = 10 / 3;
    private const DEFAULT_LENGTH = 256;

    /**
     * Tells whether a text is one that a field may have.
     *
     * @param stdClass $field
     * @param string $text
     */
    public function isText(stdClass $field, string $text): bool
    {
        $length = $field->maxLength ?? self::DEFAULT_LENGTH;
        return match ($field->protect ?? 'none') {
            'pseudonymise' => preg_match(self::PSEUDONYM, $text) === 1,
            'seal' => strlen($text) <= self::JWE_OVERHEAD + self::JWE_GROWTH * $length && $this->isSealed($text),
            'redact' => $this->length($text) <= (int)ceil($length * self::REDACTION_GROWTH),
            'truncate', 'none' => isset($field->values)
                ? in_array($text, $field->values, true)
                : $this->length($text) <= $length,
            default => false,
        };
    }

    /**
     * Counts UTF-16 code units.
     *
     * @param string $text
     */
    private function length(string $text): int
    {
        return intdiv(strlen(mb_convert_encoding($text, 'UTF-16LE', 'UTF-8')), 2);
    }

    /**
     * Tells whether a text is sealed as Headgate seals; another JWE may be one that anybody can open.
     *
     * @param string $text
     */
    private function isSealed(string $text): bool
    {
        if (preg_match(self::JWE, $text) !== 1) {
            return false;
        }
        // phpcs:ignore Magento2.Functions.DiscouragedFunction -- a JWE's header is base64url.
        $header = json_decode((string)base64_decode(strtr(strstr($text, '.', true), '-_', '+/'), true));
        return ($header->alg ?? '') === 'ECDH-ES' && ($header->enc ?? '') === 'A256GCM';
    }
}
