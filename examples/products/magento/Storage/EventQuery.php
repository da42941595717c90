<?php

declare(strict_types=1);

// phpcs:disable Magento2.SQL.RawQuery -- runs on PDO too, where Magento's query builder is not; all values are bound.

namespace Headgate\Tracking\Storage;

use InvalidArgumentException;

/**
 * Reads events for people: filtered, sorted, page by page, and never of a tier that the reader may not see.
 */
class EventQuery
{
    public const COLUMNS = [
        'event_id', 'store_id', 'event', 'is_receipt', 'tier', 'purpose', 'basis', 'manifest_version',
        'retention_days', 'occurred_at', 'received_at', 'expires_at', 'consent_state', 'consent_source',
        'consent_proof', 'tagged',
    ];
    private const OPERATORS = ['eq' => '=', 'gteq' => '>=', 'lteq' => '<=', 'like' => 'LIKE'];

    /**
     * Takes the database and what reads events back.
     *
     * @param DatabaseInterface $database
     * @param StoredEvent $stored
     */
    public function __construct(private readonly DatabaseInterface $database, private readonly StoredEvent $stored)
    {
    }

    /**
     * Reads a page of events.
     *
     * @param string[] $tiers Those that the reader may see.
     * @param array $filters Each a column, an operator and a value.
     * @param array $page Column and direction to sort by, number of the page, size.
     * @return array{int, array<int, array<string, mixed>>} How many there are, and the page, decrypted.
     */
    public function read(array $tiers, array $filters, array $page): array
    {
        if ($tiers === []) {
            return [0, []];
        }
        [$sort, $direction, $number, $size] = $page;
        [$where, $values] = $this->toConditions([['tier', 'in', $tiers], ...$filters]);
        $table = $this->database->table(EventStore::EVENTS);
        $count = $this->database->query(sprintf('SELECT COUNT(*) AS total FROM %s WHERE %s', $table, $where), $values);
        $sql = sprintf(
            'SELECT %s FROM %s WHERE %s ORDER BY %s %s, event_id LIMIT %d OFFSET %d',
            implode(', ', self::COLUMNS),
            $table,
            $where,
            $this->toColumn($sort),
            strtolower($direction) === 'asc' ? 'ASC' : 'DESC',
            max(1, min(200, $size)),
            max(0, $number - 1) * max(1, min(200, $size))
        );
        return [(int)$count[0]['total'], array_map($this->decrypt(...), $this->database->query($sql, $values))];
    }

    /**
     * Puts what was encrypted in clear: the event in the place of its text, null where the key is missing.
     *
     * @param array<string,mixed> $row
     * @return array<string, mixed>
     */
    private function decrypt(array $row): array
    {
        return ['tagged' => $this->stored->read($row), 'consent_proof' => $this->stored->proof($row)] + $row;
    }

    /**
     * Writes conditions with places for their values.
     *
     * @param array $filters
     * @return array{string, array}
     */
    private function toConditions(array $filters): array
    {
        $conditions = [];
        $values = [];
        foreach ($filters as [$column, $operator, $value]) {
            $listed = array_values((array)$value);
            if ($operator === 'in') {
                $places = implode(', ', array_fill(0, count($listed), '?'));
                $conditions[] = $listed === [] ? '1 = 0' : sprintf('%s IN (%s)', $this->toColumn($column), $places);
                $values = [...$values, ...$listed];
                continue;
            }
            $sign = self::OPERATORS[$operator] ?? throw new InvalidArgumentException('No such operator.');
            $conditions[] = sprintf('%s %s ?', $this->toColumn($column), $sign);
            $values[] = (string)$value;
        }
        return [implode(' AND ', $conditions), $values];
    }

    /**
     * Lets only names of columns into a statement.
     *
     * @param string $name
     */
    private function toColumn(string $name): string
    {
        if (!in_array($name, self::COLUMNS, true)) {
            throw new InvalidArgumentException('No such column.');
        }
        return $name;
    }
}
