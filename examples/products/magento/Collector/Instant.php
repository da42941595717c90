<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * Moments as they travel: ISO 8601 in UTC. Inside, milliseconds since the epoch.
 */
class Instant
{
    private const SHAPE = '/^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?Z$/D';

    /**
     * Reads a moment; null where it is none.
     *
     * @param mixed $text
     */
    public function toMilliseconds(mixed $text): ?int
    {
        if (!is_string($text) || preg_match(self::SHAPE, $text, $part) !== 1) {
            return null;
        }
        if (!checkdate((int)$part[2], (int)$part[3], (int)$part[1])) {
            return null;
        }
        $seconds = gmmktime(
            (int)$part[4],
            (int)$part[5],
            (int)$part[6],
            (int)$part[2],
            (int)$part[3],
            (int)$part[1]
        );
        return $seconds * 1000 + (int)substr(str_pad($part[7] ?? '', 3, '0'), 0, 3);
    }

    /**
     * Writes a moment for a DATETIME column, in UTC.
     *
     * @param int $milliseconds
     */
    public function toColumn(int $milliseconds): string
    {
        return gmdate('Y-m-d H:i:s', intdiv($milliseconds, 1000));
    }

    /**
     * Writes a moment as it travels.
     *
     * @param int $milliseconds
     */
    public function toText(int $milliseconds): string
    {
        return gmdate('Y-m-d\TH:i:s', intdiv($milliseconds, 1000)) . sprintf('.%03dZ', $milliseconds % 1000);
    }
}
