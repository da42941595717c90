<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\Database;
use Headgate\Tracking\Storage\EventStore;
use stdClass;

/**
 * Takes a batch: each event by itself, so that one which is wrong costs no other. An id is named as accepted only after
 * its row is committed; an event that is there already is accepted again, and stored once.
 */
class AcceptEvents
{
    /**
     * Takes what reads, counts, checks and stores.
     *
     * @param BodyReader $bodies
     * @param Guard $guard
     * @param EventCheck $check
     * @param EventStore $store
     * @param Database $database
     */
    public function __construct(
        private readonly BodyReader $bodies,
        private readonly Guard $guard,
        private readonly EventCheck $check,
        private readonly EventStore $store,
        private readonly Database $database
    ) {
    }

    /**
     * Answers a batch.
     *
     * @param Request $request
     * @param Settings $settings
     * @param int $now Milliseconds since the epoch.
     * @throws Refusal
     */
    public function answer(Request $request, Settings $settings, int $now): Response
    {
        $events = $this->bodies->readBatch($request->body, $settings->limit('maxEvents'));
        $this->guard->checkRate($request, $settings, max(1, count($events)), intdiv($now, 1000));
        $rejected = [];
        $valid = [];
        foreach ($events as $event) {
            $version = $event instanceof stdClass ? $event->manifest ?? '' : '';
            $manifest = $settings->manifest(is_string($version) ? $version : '');
            $reason = $this->check->find($manifest, $event, $now, $settings->collector());
            if ($reason === null) {
                $valid[$event->id] ??= [$event, $manifest->definition($event->event)];
            } else {
                $rejected[] = ['id' => $this->idOf($event), 'reason' => $reason];
            }
        }
        $this->store($valid, $settings, $now);
        return new Response(200, ['accepted' => array_keys($valid), 'rejected' => $rejected]);
    }

    /**
     * Stores a batch, all of it or nothing.
     *
     * @param array $valid
     * @param Settings $settings
     * @param int $now
     */
    private function store(array $valid, Settings $settings, int $now): void
    {
        $receipt = [$settings->storeId, $now, $settings->forwards()];
        $this->database->transaction(function () use ($valid, $receipt): void {
            foreach ($valid as [$event, $definition]) {
                $this->store->add($event, $definition, $receipt);
            }
        });
    }

    /**
     * Gives an id as the sender wrote it, so that it finds its event again; bounded, since it may be anything.
     *
     * @param mixed $event
     */
    private function idOf(mixed $event): string
    {
        $id = $event instanceof stdClass ? $event->id ?? '' : '';
        return is_string($id) ? mb_substr($id, 0, 64) : '';
    }
}
