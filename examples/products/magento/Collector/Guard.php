<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\RateLimit;

/**
 * Who may speak to the collector, and how much.
 */
class Guard
{
    /**
     * Takes the counters, and what names senders.
     *
     * @param RateLimit $rate
     * @param SenderNetwork $networks
     */
    public function __construct(private readonly RateLimit $rate, private readonly SenderNetwork $networks)
    {
    }

    /**
     * Refuses what no page of this store view would send.
     *
     * @param Request $request
     * @param Settings $settings
     * @throws Refusal
     */
    public function checkRequest(Request $request, Settings $settings): void
    {
        $origin = $request->header('origin');
        $site = $request->header('sec-fetch-site');
        if (($origin !== '' && !$settings->allows($origin)) || !in_array($site, ['', 'same-origin'], true)) {
            throw new Refusal(403, 'origin_not_allowed');
        }
        // Simple types only: a page of another site cannot ask for more without a preflight, which is not answered.
        $type = strtolower(trim(explode(';', $request->header('content-type'))[0]));
        if (!in_array($type, ['text/plain', 'application/json'], true) || $request->header('content-encoding') !== '') {
            throw new Refusal(415, 'unsupported_content');
        }
        if (strlen($request->body) > $settings->limit('maxBytes')) {
            throw new Refusal(413, 'too_large');
        }
    }

    /**
     * Counts what a sender asks for, right or wrong, and refuses it over the sender's bound of this minute.
     *
     * @param Request $request
     * @param Settings $settings
     * @param int $amount
     * @param int $seconds Since the epoch.
     * @throws Refusal
     */
    public function checkSender(Request $request, Settings $settings, int $amount, int $seconds): void
    {
        $counted = $settings->storeId . ' ' . $this->networks->of($request->client);
        $this->count($counted, $settings->limit('perMinuteOfClient'), $amount, $seconds);
    }

    /**
     * Counts what the store view takes, and refuses it over its bound of this minute.
     *
     * What is not taken does not count: else one sender could silence all the others.
     *
     * @param Settings $settings
     * @param int $amount
     * @param int $seconds Since the epoch.
     * @throws Refusal
     */
    public function checkStore(Settings $settings, int $amount, int $seconds): void
    {
        if ($amount > 0) {
            $this->count((string)$settings->storeId, $settings->limit('perMinute'), $amount, $seconds);
        }
    }

    /**
     * Counts, and refuses what is over the bound.
     *
     * @param string $counted
     * @param int $limit
     * @param int $amount
     * @param int $seconds
     * @throws Refusal
     */
    private function count(string $counted, int $limit, int $amount, int $seconds): void
    {
        if (!$this->rate->allows($counted, $seconds, $amount, $limit)) {
            throw new Refusal(429, 'too_many', 60 - $seconds % 60);
        }
    }
}
