<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

use Headgate\Tracking\Collector\Instant;
use stdClass;

/**
 * Log records over OTLP/HTTP in JSON, which any OpenTelemetry Collector fans out. As OTLP demands, what is partly
 * rejected and what failed with 500 is not sent again; a partial answer counts the rejected without naming them.
 */
class OpenTelemetryEncoder extends PlainEncoder
{
    private const MAX_SAFE = 9007199254740991;

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
    public function optional(): array
    {
        return ['service'];
    }

    /**
     * @inheritDoc
     */
    public function reads(): array
    {
        return [400, 408, 415, 500, 501];
    }

    /**
     * @inheritDoc
     */
    public function encode(array $events, string $sentAt, Target $target): Outgoing
    {
        $service = $target->option('service', 'unknown_service');
        $body = ['resourceLogs' => [[
            'resource' => ['attributes' => $this->toPairs(['service.name' => $service])],
            'scopeLogs' => [[
                'scope' => ['name' => 'headgate'],
                'logRecords' => array_map(fn (stdClass $event): array => $this->toRecord($event, $sentAt), $events),
            ]],
        ]]];
        return new Outgoing($target->url, $this->wording->json($body), 'application/json');
    }

    /**
     * @inheritDoc
     */
    public function read(array $events, int $status, string $body): ?Answer
    {
        // VictoriaLogs says with 400 that it takes no JSON: it is at fault, and no event.
        if ($status === 415 || ($status === 400 && str_contains($body, "json encoding isn't supported"))) {
            return new Answer();
        }
        if ($status === 400) {
            return null;
        }
        if ($status >= 300) {
            return $this->wording->firstOf($events, 0);
        }
        // 204: Loki's answer, which has no body.
        if ($status <= 203 && !$this->isAnswer($body)) {
            return null;
        }
        $rejected = (int)($this->wording->object($body)->partialSuccess->rejectedLogRecords ?? 0);
        return $this->wording->firstOf($events, max(0, count($events) - $rejected));
    }

    /**
     * Tells whether a body is one that OTLP has.
     *
     * @param string $body
     */
    private function isAnswer(string $body): bool
    {
        $answer = $this->wording->object($body);
        return $answer !== null && array_diff(array_keys(get_object_vars($answer)), ['partialSuccess']) === [];
    }

    /**
     * Makes a log record.
     *
     * @param stdClass $event
     * @param string $sentAt
     * @return array<string, mixed>
     */
    private function toRecord(stdClass $event, string $sentAt): array
    {
        $tags = get_object_vars($event);
        unset($tags['id'], $tags['event'], $tags['time'], $tags['data']);
        return [
            'timeUnixNano' => $this->toNanoseconds($event->time),
            'observedTimeUnixNano' => $this->toNanoseconds($sentAt),
            'severityNumber' => 9,
            'eventName' => $event->event,
            'body' => $this->toValue($event->data),
            'attributes' => [
                ...$this->toPairs(['log.record.uid' => $event->id]),
                ...$this->toPairs($tags, 'headgate.'),
            ],
        ];
    }

    /**
     * Writes nanoseconds as text: a number would lose the last digits.
     *
     * @param string $time
     */
    private function toNanoseconds(string $time): string
    {
        return $this->instant->toMilliseconds($time) . '000000';
    }

    /**
     * Writes pairs of key and value.
     *
     * @param array<string,mixed> $record
     * @param string $prefix
     * @return array<int, array<string, mixed>>
     */
    private function toPairs(array $record, string $prefix = ''): array
    {
        $pairs = [];
        foreach ($record as $key => $value) {
            $pairs[] = ['key' => $prefix . $key, 'value' => $this->toValue($value)];
        }
        return $pairs;
    }

    /**
     * Writes an AnyValue, with 64-bit integers as text.
     *
     * @param mixed $value
     * @return array<string, mixed>
     */
    private function toValue(mixed $value): array
    {
        return match (true) {
            is_array($value) => ['arrayValue' => ['values' => array_map($this->toValue(...), $value)]],
            $value instanceof stdClass => ['kvlistValue' => ['values' => $this->toPairs(get_object_vars($value))]],
            is_bool($value) => ['boolValue' => $value],
            is_string($value) => ['stringValue' => $value],
            floor($value) == $value && abs($value) <= self::MAX_SAFE => ['intValue' => sprintf('%d', $value)],
            default => ['doubleValue' => $value],
        };
    }
}
