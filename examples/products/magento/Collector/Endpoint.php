<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\EndpointStore;
use Throwable;

/**
 * The collector: POST …/<store view>/events and …/<store view>/events/erase. Sets no cookie, starts no session.
 */
class Endpoint
{
    private const PATH = '~/([a-z][a-z0-9_]{0,31})/events(/erase)?$~D';

    /**
     * Takes what answers.
     *
     * @param EndpointStore $endpoints
     * @param Guard $guard
     * @param AcceptEvents $accept
     * @param EraseEvents $erase
     */
    public function __construct(
        private readonly EndpointStore $endpoints,
        private readonly Guard $guard,
        private readonly AcceptEvents $accept,
        private readonly EraseEvents $erase
    ) {
    }

    /**
     * Answers a request. Never throws: senders keep their events on 5xx.
     *
     * @param Request $request
     * @param int $now Milliseconds since the epoch.
     */
    public function handle(Request $request, int $now): Response
    {
        try {
            return $this->route($request, $now);
        } catch (Refusal $refusal) {
            return $refusal->toResponse();
        } catch (Throwable $throwable) {
            // The message alone: rows and bodies are not for logs.
            error_log('headgate: ' . get_class($throwable) . ': ' . substr($throwable->getMessage(), 0, 300));
            return (new Refusal(503, 'not_available', 30))->toResponse();
        }
    }

    /**
     * Finds who answers.
     *
     * @param Request $request
     * @param int $now
     * @throws Refusal
     */
    private function route(Request $request, int $now): Response
    {
        if (preg_match(self::PATH, $request->path, $match) !== 1) {
            throw new Refusal(404, 'not_found');
        }
        if ($request->method !== 'POST') {
            throw new Refusal(405, 'post_only');
        }
        $settings = $this->endpoints->find($match[1]);
        if ($settings === null) {
            throw new Refusal(404, 'no_such_store_view');
        }
        $this->guard->checkRequest($request, $settings);
        return isset($match[2])
            ? $this->erase->answer($request, $settings, $now)
            : $this->accept->answer($request, $settings, $now);
    }
}
