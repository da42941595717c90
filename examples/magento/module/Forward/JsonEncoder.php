<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * Headgate's own format, as the reference collector and every collector of type json take it.
 */
class JsonEncoder implements Encoder
{
    /**
     * @inheritDoc
     */
    public function type(): string
    {
        return 'text/plain;charset=UTF-8';
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt): string
    {
        return json_encode(['sentAt' => $sentAt, 'events' => $events], JSON_THROW_ON_ERROR);
    }

    /**
     * @inheritDoc
     */
    public function settled(array $events, int $status, string $body): array
    {
        $answer = $status >= 200 && $status < 300 ? json_decode($body) : null;
        if (!$answer instanceof stdClass || !is_array($answer->accepted ?? null)) {
            return [];
        }
        $rejected = is_array($answer->rejected ?? null) ? $answer->rejected : [];
        $named = [...$answer->accepted, ...array_map(fn (mixed $one): mixed => $one->id ?? null, $rejected)];
        return array_values(array_intersect(array_column($events, 'id'), array_filter($named, is_string(...))));
    }
}
