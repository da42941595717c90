<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\ShopKeys;
use stdClass;

/**
 * Which arrivals rest on the same consent. Where the consent platform gives its consent an id, that tells; else the
 * sender and its browser do, as a hash whose key is not in the database. Stored only beside what waits to be
 * forwarded, or for a minute.
 */
class ConsentTrace
{
    private const USE = 'consent';

    /**
     * Takes the shop's keys, and what names senders.
     *
     * @param ShopKeys $keys
     * @param SenderNetwork $networks
     */
    public function __construct(private readonly ShopKeys $keys, private readonly SenderNetwork $networks)
    {
    }

    /**
     * Lists the hashes of an arrival's consent, the one that tells most first.
     *
     * @param stdClass $event
     * @param Request $request
     * @param int $storeId
     * @return string[]
     */
    public function of(stdClass $event, Request $request, int $storeId): array
    {
        $id = $this->idOf($event);
        $sender = $this->networks->of($request->client) . ' ' . $request->header('user-agent');
        $traces = $id === '' ? ['sender ' . $sender] : ['id ' . $id, 'sender ' . $sender];
        return array_map(fn (string $trace): string => $this->keys->hash(self::USE, $storeId . ' ' . $trace), $traces);
    }

    /**
     * Tells whether the consent platform itself tells one consent from another.
     *
     * @param stdClass $event
     */
    public function isSure(stdClass $event): bool
    {
        return $this->idOf($event) !== '';
    }

    /**
     * Gives the consent's id; empty where the platform has none.
     *
     * @param stdClass $event
     */
    private function idOf(stdClass $event): string
    {
        return $event->data->proof->id ?? '';
    }
}
