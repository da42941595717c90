<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\SubjectStore;

/**
 * Erases what a visitor's device asks for. There is no login: ids and pseudonyms are random values that only that
 * device and this shop know. So only fields that the manifest pseudonymises can be asked by, and only by values that
 * nobody guesses.
 */
class EraseEvents
{
    private const MIN_LENGTH = 22;
    private const MAX_LENGTH = 256;

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
        [$ids, $subject] = $this->bodies->readErasure($request->body);
        $this->guard->checkSender($request, $settings, max(1, count($ids)), intdiv($now, 1000));
        foreach ($subject as $field => $value) {
            if (!$this->isPseudonymised($settings, (string)$field)) {
                throw new Refusal(400, 'field_is_not_pseudonymised');
            }
            if (strlen($value) < self::MIN_LENGTH || strlen($value) > self::MAX_LENGTH) {
                throw new Refusal(400, 'value_is_not_a_pseudonym');
            }
        }
        $erased = $this->subjects->eraseIds($ids) + $this->subjects->erase($subject);
        return new Response(200, ['erased' => $erased]);
    }

    /**
     * Tells whether a manifest replaces a field's values by pseudonyms.
     *
     * @param Settings $settings
     * @param string $field
     */
    private function isPseudonymised(Settings $settings, string $field): bool
    {
        foreach ($settings->manifests() as $manifest) {
            foreach ($manifest->events() as $event) {
                if (($event->fields()[$field]->protect ?? '') === 'pseudonymise') {
                    return true;
                }
            }
        }
        return false;
    }
}
