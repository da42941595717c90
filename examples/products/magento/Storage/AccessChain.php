<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

/**
 * Checks the log of accesses: every row as it was written, each after the one that was before it, and none missing.
 */
class AccessChain
{
    private const BATCH = 500;

    /**
     * Takes the log and the shop's keys.
     *
     * @param AccessLog $log
     * @param ShopKeys $keys
     */
    public function __construct(private readonly AccessLog $log, private readonly ShopKeys $keys)
    {
    }

    /**
     * Reads the log from its beginning.
     *
     * @param string $expected A seal that an earlier check has told: it must still be there. Empty: none.
     * @return array{rows: int, seal: string, problems: string[]} How many rows, the last one's seal, and what is wrong.
     */
    public function verify(string $expected = ''): array
    {
        $problems = [];
        $count = 0;
        $seal = '';
        $id = 0;
        $begins = null;
        $dropped = [''];
        $isExpected = $expected === '';
        while ($rows = $this->log->read($id, self::BATCH)) {
            foreach ($rows as $row) {
                $id = (int)$row['access_id'];
                $begins ??= $row['previous'];
                if ($count > 0 && $row['previous'] !== $seal) {
                    $problems[] = sprintf('Before row %d something is missing, or was put in.', $id);
                }
                if (!$this->isGenuine($row)) {
                    $problems[] = sprintf('Row %d is not as it was written.', $id);
                } elseif ($row['action'] === AccessLog::DROPPED) {
                    $dropped[] = json_decode($row['scope'])->lastSeal ?? '';
                }
                $seal = $row['seal'];
                $count++;
                $isExpected = $isExpected || $seal === $expected || in_array($expected, $dropped, true);
            }
        }
        if ($begins !== null && !in_array($begins, $dropped, true)) {
            array_unshift($problems, 'Rows at the beginning are missing, and the shop has not deleted them.');
        }
        if (!$isExpected) {
            $problems[] = 'The seal that was expected is not there: rows at the end are missing.';
        }
        return ['rows' => $count, 'seal' => $seal, 'problems' => $problems];
    }

    /**
     * Tells whether a row was sealed by this shop, under any crypt key that it has had.
     *
     * @param array<string,mixed> $row
     */
    private function isGenuine(array $row): bool
    {
        foreach ($this->keys->numbers() as $number) {
            if (hash_equals($this->log->seal($row, $row['previous'], $number), $row['seal'])) {
                return true;
            }
        }
        return false;
    }
}
