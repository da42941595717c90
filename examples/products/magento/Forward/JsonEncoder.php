<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use stdClass;

/**
 * Headgate's own format, as the reference collector and every collector of type json take it.
 */
class JsonEncoder extends PlainEncoder
{
    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        return new Outgoing($target->url, $this->wording->json(['sentAt' => $sentAt, 'events' => $events]));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $answer = $this->wording->object($body);
        if (!is_array($answer->accepted ?? null)) {
            return null;
        }
        $rejected = is_array($answer->rejected ?? null) ? $answer->rejected : [];
        return new Answer(
            $this->known($events, $answer->accepted),
            $this->known($events, array_map(fn (mixed $one): mixed => $one->id ?? null, $rejected))
        );
    }

    /**
     * Keeps the ids that were sent.
     *
     * @param stdClass[] $events
     * @param array $named
     * @return string[]
     */
    private function known(array $events, array $named): array
    {
        return array_values(array_intersect(array_column($events, 'id'), array_filter($named, is_string(...))));
    }
}
