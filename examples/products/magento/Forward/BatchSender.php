<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Sends a batch. One that is refused for what is in it is halved until the event is found that nobody takes.
 */
class BatchSender
{
    private const FAULTY = [400, 413, 422];

    /**
     * Takes what posts.
     *
     * @param HttpSenderInterface $sender
     * @param Instant $instant
     */
    public function __construct(private readonly HttpSenderInterface $sender, private readonly Instant $instant)
    {
    }

    /**
     * Sends, and says what became of the events; those that it does not name are sent again later.
     *
     * @param EncoderInterface $encoder
     * @param stdClass[] $events
     * @param Target $target
     * @param int $now Milliseconds since the epoch.
     */
    public function send(EncoderInterface $encoder, array $events, Target $target, int $now): Answer
    {
        if (!$target->isSafe()) {
            return new Answer();
        }
        [$status, $body] = $this->sender->post($encoder->encode($events, $this->instant->toText($now), $target));
        $isRead = ($status >= 200 && $status < 300) || in_array($status, $encoder->reads(), true);
        $answer = $isRead ? $encoder->read($events, $status, $body) : null;
        if ($answer !== null || !in_array($status, self::FAULTY, true)) {
            return $answer ?? new Answer();
        }
        if (count($events) === 1) {
            return new Answer([], [$events[0]->id]);
        }
        $halves = array_map(
            fn (array $half): Answer => $this->send($encoder, $half, $target, $now),
            array_chunk($events, intdiv(count($events) + 1, 2))
        );
        return new Answer(
            [...$halves[0]->accepted, ...$halves[1]->accepted],
            [...$halves[0]->rejected, ...$halves[1]->rejected]
        );
    }
}
