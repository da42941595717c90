<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console;

use InvalidArgumentException;

/**
 * Reads --subject field=value.
 */
class SubjectOption
{
    /**
     * Reads the subjects that were given.
     *
     * @param string[] $texts
     * @return array<string, string> Values by field.
     */
    public function read(array $texts): array
    {
        $subject = [];
        foreach ($texts as $text) {
            [$field, $value] = explode('=', $text, 2) + [1 => ''];
            if ($field === '' || $value === '') {
                throw new InvalidArgumentException('--subject takes field=value, such as customer=42.');
            }
            $subject[$field] = $value;
        }
        if ($subject === []) {
            throw new InvalidArgumentException('Name at least one --subject field=value.');
        }
        return $subject;
    }
}
