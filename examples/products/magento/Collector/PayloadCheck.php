<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use stdClass;

/**
 * Checks an event's data: declared fields only, each as its protection left it.
 */
class PayloadCheck
{
    private const MAX_SAFE = 9007199254740991;

    /**
     * Takes what checks texts.
     *
     * @param TextCheck $texts
     */
    public function __construct(private readonly TextCheck $texts)
    {
    }

    /**
     * Tells whether data is as the fields declare it.
     *
     * @param array<string,stdClass> $fields
     * @param stdClass $data
     */
    public function isDeclared(array $fields, stdClass $data): bool
    {
        $values = get_object_vars($data);
        if (array_diff_key($values, $fields) !== []) {
            return false;
        }
        foreach ($fields as $name => $field) {
            $isThere = array_key_exists($name, $values);
            if ($isThere ? !$this->isValue($field, $values[$name]) : !($field->optional ?? false)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether a value is one that a field may have.
     *
     * @param stdClass $field
     * @param mixed $value
     */
    private function isValue(stdClass $field, mixed $value): bool
    {
        return match ($field->type) {
            'boolean' => is_bool($value),
            'integer' => $this->isWithin($field, $value) && abs($value) <= self::MAX_SAFE && floor($value) == $value,
            'number' => $this->isWithin($field, $value),
            'string' => is_string($value) && $this->texts->isText($field, $value),
            default => false,
        };
    }

    /**
     * Tells whether a value is a number within the bounds.
     *
     * @param stdClass $field
     * @param mixed $value
     */
    private function isWithin(stdClass $field, mixed $value): bool
    {
        $isNumber = is_int($value) || (is_float($value) && is_finite($value));
        return $isNumber && $value >= ($field->min ?? -INF) && $value <= ($field->max ?? INF);
    }
}
