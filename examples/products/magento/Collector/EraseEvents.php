<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;

/**
 * Erases what a visitor's device asks for. There is no login: the device proves by a secret, which no event carries,
 * that the events are its own. Ids and pseudonyms buy nothing: others have them too. The shop itself erases by the
 * command.
 */
class EraseEvents
{
    /**
     * Takes what reads, counts and erases.
     *
     * @param BodyReader $bodies
     * @param Guard $guard
     * @param SubjectStore $subjects
     */
    public function __construct(
        private readonly BodyReader $bodies,
        private readonly Guard $guard,
        private readonly SubjectStore $subjects
    ) {
    }

    /**
     * Answers a request to erase.
     *
     * @param Request $request
     * @param Settings $settings
     * @param int $now Milliseconds since the epoch.
     * @throws Refusal
     */
    public function answer(Request $request, Settings $settings, int $now): Response
    {
        $this->guard->checkSender($request, $settings, 1, intdiv($now, 1000));
        $secret = $this->bodies->readErasure($request->body);
        $hash = rtrim(strtr(base64_encode(hash('sha256', $secret, true)), '+/', '-_'), '=');
        return new Response(200, ['erased' => $this->subjects->erase([SubjectKeys::DEVICE => $hash])]);
    }
}
