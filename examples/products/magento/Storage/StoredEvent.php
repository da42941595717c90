<?php

declare(strict_types=1);

namespace Headgate\Tracking\Storage;

use stdClass;

/**
 * Reads an event back from its row, and tells a row that cannot be read from one that is not there.
 */
class StoredEvent
{
    /**
     * Takes what opens encrypted rows.
     *
     * @param RowCipher $cipher
     */
    public function __construct(private readonly RowCipher $cipher)
    {
    }

    /**
     * Reads the event as it was sent; null where the row cannot be decrypted.
     *
     * @param array<string,mixed> $row With event_id and tagged.
     */
    public function read(array $row): ?stdClass
    {
        $text = $this->cipher->open((string)$row['tagged'], $row['event_id'] . '.tagged');
        return $text === null ? null : json_decode($text, false, 32, JSON_THROW_ON_ERROR);
    }

    /**
     * Reads the proof of consent as JSON; null where it cannot be decrypted.
     *
     * @param array<string,mixed> $row With event_id and consent_proof.
     */
    public function proof(array $row): ?string
    {
        return $this->cipher->open((string)$row['consent_proof'], $row['event_id'] . '.consent_proof');
    }
}
