<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Matomo's bulk tracking, as events. Matomo takes none older than a day, and counts invalid ones without naming them.
 * It tells visitors apart by address and browser, which are the shop's own here: give it parameters.uid.
 */
class MatomoEncoder extends PlainEncoder
{
    // A minute short of a day, for the way.
    private const MAX_AGE = 86340000;

    /**
     * Takes what writes.
     *
     * @param Wording $wording
     * @param Instant $instant
     */
    public function __construct(Wording $wording, private readonly Instant $instant)
    {
        parent::__construct($wording);
    }

    /**
     * @inheritDoc
     */
    public function required(): array
    {
        return ['siteId'];
    }

    /**
     * @inheritDoc
     */
    public function optional(): array
    {
        return ['parameters.'];
    }

    /**
     * @inheritDoc
     */
    public function maxAge(): ?int
    {
        return self::MAX_AGE;
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $requests = array_map(fn (stdClass $event): string => $this->toQuery($event, $target), $events);
        return new Outgoing($target->url, $this->wording->json(['requests' => $requests]));
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        $answer = $this->wording->object($body);
        $tracked = $answer->tracked ?? null;
        $isAnswer = ($answer->status ?? null) === 'success' && is_int($tracked) && $tracked >= 0;
        return $isAnswer ? $this->wording->firstOf($events, $tracked) : null;
    }

    /**
     * Writes an event's parameters.
     *
     * @param stdClass $event
     * @param Target $target
     */
    private function toQuery(stdClass $event, Target $target): string
    {
        $query = [
            'idsite' => $target->option('siteId'),
            'rec' => '1',
            'apiv' => '1',
            'ca' => '1',
            'cdt' => (string)intdiv((int)$this->instant->toMilliseconds($event->time), 1000),
        ];
        $paths = array_replace(['e_c' => 'purpose', 'e_a' => 'event'], $target->group('parameters'));
        foreach ($paths as $parameter => $path) {
            $value = $this->valueAt($event, $path);
            if ($value !== null) {
                $query[$parameter] = is_array($value) ? implode(',', $value) : $this->wording->text($value);
            }
        }
        return '?' . http_build_query($query);
    }

    /**
     * Gives what lies at a path such as data.form.
     *
     * @param stdClass $event
     * @param string $path
     */
    private function valueAt(stdClass $event, string $path): mixed
    {
        $value = $event;
        foreach (explode('.', $path) as $key) {
            $value = $value instanceof stdClass ? $value->{$key} ?? null : null;
        }
        return $value;
    }
}
