<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Manifest\EventDefinition;
use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * Checks an event that arrived against the manifest. Nothing that the browser did is taken on trust: every tag is
 * compared again, and every field. The reasons are those of checkTaggedEvent in headgate/node.
 */
class EventCheck
{
    private const DAY = 86400000;

    /**
     * Takes the checks that it is made of.
     *
     * @param TaggedShape $shape
     * @param ConsentCheck $consent
     * @param PayloadCheck $payload
     * @param ReceiptShape $receipt
     * @param Instant $instant
     */
    public function __construct(
        private readonly TaggedShape $shape,
        private readonly ConsentCheck $consent,
        private readonly PayloadCheck $payload,
        private readonly ReceiptShape $receipt,
        private readonly Instant $instant
    ) {
    }

    /**
     * Tells the first reason not to take an event; null where there is none.
     *
     * @param Manifest $manifest
     * @param mixed $event
     * @param int $now Milliseconds since the epoch.
     * @param string $collector The receiver's name in the manifest.
     */
    public function find(Manifest $manifest, mixed $event, int $now, string $collector): ?string
    {
        $problem = $this->shape->find($event);
        if ($problem !== null) {
            return $problem;
        }
        if ($event->manifest !== $manifest->version()) {
            return 'unknown-manifest-version';
        }
        $definition = $manifest->definition($event->event);
        if ($definition === null) {
            return 'unknown-event';
        }
        if (!$definition->isFor($collector)) {
            return 'not-a-recipient';
        }
        return $this->findMismatch($definition, $event)
            ?? $this->findInTimes($event, $now)
            ?? ($event->event === Manifest::RECEIPT ? null : $this->consent->find($event))
            ?? ($this->isDeclared($manifest, $definition, $event) ? null : 'invalid-data');
    }

    /**
     * Compares the tags.
     *
     * @param EventDefinition $definition
     * @param stdClass $event
     */
    private function findMismatch(EventDefinition $definition, stdClass $event): ?string
    {
        foreach (['tier', 'purpose', 'basis'] as $tag) {
            if ($event->{$tag} !== $definition->tag($tag)) {
                return $tag . '-mismatch';
            }
        }
        $categories = $definition->categories();
        if (count($categories) !== count($event->categories) || array_diff($event->categories, $categories) !== []) {
            return 'categories-mismatch';
        }
        return $event->retentionDays == $definition->retentionDays() ? null : 'retention-mismatch';
    }

    /**
     * Compares the times. A visitor's clock may be wrong, but not by more than a day.
     *
     * @param stdClass $event
     * @param int $now
     */
    private function findInTimes(stdClass $event, int $now): ?string
    {
        $time = (int)$this->instant->toMilliseconds($event->time);
        $expires = (int)$this->instant->toMilliseconds($event->expires);
        if ($expires !== $time + (int)$event->retentionDays * self::DAY) {
            return 'expiry-mismatch';
        }
        if ($time > $now + self::DAY) {
            return 'time-in-future';
        }
        return $expires <= $now ? 'expired' : null;
    }

    /**
     * Tells whether the data is what the manifest declares.
     *
     * @param Manifest $manifest
     * @param EventDefinition $definition
     * @param stdClass $event
     */
    private function isDeclared(Manifest $manifest, EventDefinition $definition, stdClass $event): bool
    {
        if ($event->event !== Manifest::RECEIPT) {
            return $this->payload->isDeclared($definition->fields(), $event->data);
        }
        return $this->receipt->isReceipt($event->data, $manifest->section('categories'));
    }
}
