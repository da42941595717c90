<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * The shape of one field.
 */
class FieldRules
{
    private const KEYS = ['type', 'optional', 'values', 'maxLength', 'min', 'max', 'data', 'protect', 'title'];
    private const CHOICES = [
        'type' => Vocabulary::FIELD_TYPES,
        'data' => [...Vocabulary::DATA, null],
        'protect' => [...Vocabulary::PROTECTIONS, null],
        'optional' => [true, false, null],
    ];
    private const OF_TEXT = ['values', 'maxLength', 'protect'];
    private const OF_NUMBERS = ['min', 'max'];

    /**
     * Finds what is wrong with a field.
     *
     * @param mixed $field
     * @param string $at
     * @param ShapeRules $shape
     * @return string[]
     */
    public function find(mixed $field, string $at, ShapeRules $shape): array
    {
        if (!$field instanceof stdClass) {
            return [$at . ': expected an object.'];
        }
        $problems = $shape->findUnknownKeys($field, self::KEYS, $at);
        foreach (self::CHOICES as $key => $choices) {
            if (!in_array($field->{$key} ?? null, $choices, true)) {
                $expected = implode(', ', array_filter($choices, is_string(...))) ?: 'true, false';
                $problems[] = sprintf('%s.%s: expected one of %s.', $at, $key, $expected);
            }
        }
        return [...$problems, ...$this->findBounds($field, $at), ...$this->findMisplaced($field, $at)];
    }

    /**
     * Finds bounds that bound nothing.
     *
     * @param stdClass $field
     * @param string $at
     * @return string[]
     */
    private function findBounds(stdClass $field, string $at): array
    {
        $problems = [];
        $length = $field->maxLength ?? 256;
        if (!is_int($length) || $length < 1 || $length > 65536) {
            $problems[] = $at . '.maxLength: expected 1-65536.';
        }
        foreach (self::OF_NUMBERS as $bound) {
            if (isset($field->{$bound}) && !is_int($field->{$bound}) && !is_float($field->{$bound})) {
                $problems[] = $at . '.' . $bound . ': expected a number.';
            }
        }
        if (isset($field->min, $field->max) && $field->min > $field->max) {
            $problems[] = $at . '.max: expected at least min, or no number could pass.';
        }
        if (isset($field->values)) {
            $isList = is_array($field->values) && $field->values !== [];
            if (!$isList || array_filter($field->values, is_string(...)) !== $field->values) {
                $problems[] = $at . '.values: expected a list of texts.';
            }
        }
        return $problems;
    }

    /**
     * Finds what stands on a field of another type.
     *
     * @param stdClass $field
     * @param string $at
     * @return string[]
     */
    private function findMisplaced(stdClass $field, string $at): array
    {
        $type = is_string($field->type ?? null) ? $field->type : '';
        $problems = [];
        foreach ($type === 'string' ? self::OF_NUMBERS : self::OF_TEXT as $key) {
            if (isset($field->{$key})) {
                $problems[] = sprintf('%s.%s: expected none on a %s.', $at, $key, $type);
            }
        }
        if ($type === 'boolean' && (isset($field->min) || isset($field->max))) {
            $problems[] = $at . ': expected no bounds on a boolean.';
        }
        if ($type === 'string' && ($field->protect ?? '') === 'truncate' && !isset($field->maxLength)) {
            $problems[] = $at . '.maxLength: expected the length to truncate to.';
        }
        return $problems;
    }
}
