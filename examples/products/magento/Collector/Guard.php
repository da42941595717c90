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
     * Takes the counters.
     *
     * @param RateLimit $rate
     */
    public function __construct(private readonly RateLimit $rate)
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
     * Counts what a request asks for, and refuses it over the bounds of this minute.
     *
     * @param Request $request
     * @param Settings $settings
     * @param int $amount
     * @param int $seconds Since the epoch.
     * @throws Refusal
     */
    public function checkRate(Request $request, Settings $settings, int $amount, int $seconds): void
    {
        $store = (string)$settings->storeId;
        $bounds = [
            $store . ' ' . $request->client => $settings->limit('perMinuteOfClient'),
            $store => $settings->limit('perMinute'),
        ];
        foreach ($bounds as $counted => $limit) {
            if (!$this->rate->allows((string)$counted, $settings->secret(), $seconds, [$amount, $limit])) {
                throw new Refusal(429, 'too_many', 60 - $seconds % 60);
            }
        }
    }
}
