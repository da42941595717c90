<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

/**
 * The last receipt of each consent, for half a minute: a page that is left before its receipt is answered lets the
 * next page make another one, and one consent has one receipt.
 */
class RecentReceipts
{
    public const TABLE = 'headgate_recent_receipt';

    private const KEPT = 30;

    /**
     * Takes the database.
     *
     * @param DatabaseInterface $database
     */
    public function __construct(private readonly DatabaseInterface $database)
    {
    }

    /**
     * Remembers a receipt, and tells whether it says again what the last one of this consent said.
     *
     * @param string $consent A keyed hash.
     * @param string $content What the receipt says, as a hash.
     * @param int $seconds Since the epoch.
     */
    public function isRepeated(string $consent, string $content, int $seconds): bool
    {
        $table = $this->database->table(self::TABLE);
        $row = ['consent' => $consent, 'content' => $content, 'expires_at' => $seconds + self::KEPT];
        if ($this->database->insertOnce(self::TABLE, $row)) {
            return false;
        }
        $sql = sprintf('SELECT content FROM %s WHERE consent = ? AND expires_at > ?', $table);
        $last = $this->database->query($sql, [$consent, $seconds])[0]['content'] ?? null;
        $sql = sprintf('UPDATE %s SET content = ?, expires_at = ? WHERE consent = ?', $table);
        $this->database->execute($sql, [$content, $seconds + self::KEPT, $consent]);
        return $last === $content;
    }

    /**
     * Forgets receipts that are not recent any more.
     *
     * @param int $seconds Since the epoch.
     */
    public function dropPast(int $seconds): void
    {
        $sql = sprintf('DELETE FROM %s WHERE expires_at <= ?', $this->database->table(self::TABLE));
        $this->database->execute($sql, [$seconds]);
    }
}
