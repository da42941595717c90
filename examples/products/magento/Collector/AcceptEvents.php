<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Manifest\Manifest;
use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\EventStore;
use Headgate\Tracking\Storage\RecentReceipts;
use stdClass;

/**
 * Takes a batch: each event by itself, so that one which is wrong costs no other. An id is named as accepted only
 * after its row is committed; an event that is there already is accepted again, and stored once.
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
     * @param ConsentTrace $traces
     * @param RecentReceipts $receipts
     * @param Withdrawal $withdrawal
     * @param DatabaseInterface $database
     */
    public function __construct(
        private readonly BodyReader $bodies,
        private readonly Guard $guard,
        private readonly EventCheck $check,
        private readonly EventStore $store,
        private readonly ConsentTrace $traces,
        private readonly RecentReceipts $receipts,
        private readonly Withdrawal $withdrawal,
        private readonly DatabaseInterface $database
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
        [$events, $device] = $this->bodies->readBatch(
            $request->body,
            $settings->limit('maxEvents'),
            $settings->limit('maxBytes')
        );
        $this->guard->checkSender($request, $settings, max(1, count($events)), intdiv($now, 1000));
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
        $this->guard->checkStore($settings, count($valid), intdiv($now, 1000));
        $arrival = new Arrival($settings->storeId, $now, $settings->forwards(), $device);
        $this->store($valid, $request, $settings, $arrival);
        return new Response(200, [
            'accepted' => array_keys($valid),
            'rejected' => $rejected,
            'accepts' => $this->bodies->accepts(),
        ]);
    }

    /**
     * Stores a batch, all of it or nothing.
     *
     * @param array $valid
     * @param Request $request
     * @param Settings $settings
     * @param Arrival $arrival
     */
    private function store(array $valid, Request $request, Settings $settings, Arrival $arrival): void
    {
        $this->database->transaction(function () use ($valid, $request, $settings, $arrival): void {
            $taken = [];
            foreach ($valid as [$event, $definition]) {
                $traces = $this->traces->of($event, $request, $arrival->storeId);
                $isReceipt = $event->event === Manifest::RECEIPT;
                if ($isReceipt) {
                    // A withdrawal settles what came before it, in the same batch too.
                    $this->store->addAll($taken, $arrival);
                    $taken = [];
                    $this->withdrawal->apply($event, $traces, $settings);
                }
                $isRepeated = $isReceipt && $this->isRepeated($event, $traces, $arrival);
                // Where only the sender tells, it may be another visitor's: such a receipt is kept, and counted once.
                if (!$isRepeated || !$this->traces->isSure($event)) {
                    $taken[] = [$event, $definition, new Trace($traces[0], $isRepeated)];
                }
            }
            $this->store->addAll($taken, $arrival);
        });
    }

    /**
     * Tells whether a receipt says again what another of the same consent has just said.
     *
     * @param stdClass $receipt
     * @param string[] $traces
     * @param Arrival $arrival
     */
    private function isRepeated(stdClass $receipt, array $traces, Arrival $arrival): bool
    {
        $choices = get_object_vars($receipt->data->categories);
        ksort($choices);
        $said = [$receipt->data->action, $choices, $receipt->manifest, $receipt->consent->captured->regime];
        $content = hash('sha256', json_encode($said, JSON_THROW_ON_ERROR));
        return $this->receipts->isRepeated($traces[0], $content, intdiv($arrival->now, 1000));
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
