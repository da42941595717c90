<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * The shape of a manifest, as far as the server and the page rely on it. Objects are strict: a mistyped key would
 * silently change what may be tracked.
 */
class ShapeRules
{
    private const NAME = '/^[A-Za-z][\w.:-]{0,63}$/D';
    private const EVENT_NAME = '/^[A-Za-z][\w .:\/-]{0,99}$/D';
    private const REGION = '/^(default|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/D';
    private const VERSION = '/^[\w.+-]{1,64}$/D';
    private const TOP = [
        '$schema', 'id', 'version', 'controller', 'regimes', 'sources', 'categories', 'purposes', 'collectors',
        'events', 'receipts', 'review', 'accept',
    ];
    private const ENTRIES = [
        'categories' => ['title', 'sources'],
        'purposes' => ['title', 'dataUse'],
        'collectors' => [
            'recipient', 'role', 'agreement', 'country', 'safeguard', 'regions', 'subject', 'controls', 'accept',
        ],
    ];

    /**
     * Takes the rules for events.
     *
     * @param EventRules $events
     */
    public function __construct(private readonly EventRules $events)
    {
    }

    /**
     * Finds what has the wrong shape.
     *
     * @param stdClass $manifest
     * @return string[]
     */
    public function find(stdClass $manifest): array
    {
        $problems = $this->findUnknownKeys($manifest, self::TOP, 'manifest');
        if (!is_string($manifest->version ?? null) || preg_match(self::VERSION, $manifest->version) !== 1) {
            $problems[] = 'version: expected 1-64 letters, digits, ".", "+", "_" or "-".';
        }
        foreach (['categories', 'collectors', 'events'] as $section) {
            if (!($manifest->{$section} ?? null) instanceof stdClass) {
                $problems[] = $section . ': expected an object.';
            }
        }
        return [...$problems, ...$this->findInSections($manifest), ...$this->findInRest($manifest)];
    }

    /**
     * Finds keys that do not exist.
     *
     * @param stdClass $object
     * @param string[] $known
     * @param string $at
     * @return string[]
     */
    public function findUnknownKeys(stdClass $object, array $known, string $at): array
    {
        $problems = [];
        foreach (array_keys(get_object_vars($object)) as $key) {
            if (!in_array((string)$key, $known, true)) {
                $problems[] = sprintf('%s: there is no key "%s".', $at, $key);
            }
        }
        return $problems;
    }

    /**
     * Finds what is wrong in the sections of named entries.
     *
     * @param stdClass $manifest
     * @return string[]
     */
    private function findInSections(stdClass $manifest): array
    {
        $problems = [];
        foreach (self::ENTRIES as $section => $keys) {
            foreach ($this->entries($manifest, $section) as $name => $entry) {
                $at = $section . '.' . $name;
                if (preg_match(self::NAME, (string)$name) !== 1) {
                    $problems[] = $at . ': expected a name of 1-64 letters, digits, "_", ".", ":" or "-".';
                }
                $problems = $entry instanceof stdClass
                    ? [...$problems, ...$this->findUnknownKeys($entry, $keys, $at)]
                    : [...$problems, $at . ': expected an object.'];
            }
        }
        foreach ($this->entries($manifest, 'collectors') as $name => $collector) {
            if ($collector instanceof stdClass && ($collector->subject ?? 'device') !== 'device') {
                $problems[] = sprintf('collectors.%s.subject: expected device.', $name);
            }
        }
        foreach ($this->entries($manifest, 'events') as $name => $event) {
            $at = 'events.' . $name;
            if (preg_match(self::EVENT_NAME, (string)$name) !== 1) {
                $problems[] = $at . ': expected 1-100 letters, digits, spaces, "_", ".", ":", "/" or "-".';
            }
            $problems = $event instanceof stdClass
                ? [...$problems, ...$this->events->find($event, $at, $this)]
                : [...$problems, $at . ': expected an object.'];
        }
        return $problems;
    }

    /**
     * Finds what is wrong with receipts, regimes and the controller's key.
     *
     * @param stdClass $manifest
     * @return string[]
     */
    private function findInRest(stdClass $manifest): array
    {
        $problems = [];
        if (isset($manifest->receipts)) {
            $problems = $manifest->receipts instanceof stdClass
                ? $this->events->findInRecipients($manifest->receipts, 'receipts')
                : ['receipts: expected an object.'];
        }
        foreach ($this->entries($manifest, 'regimes') as $region => $regime) {
            $isRegime = in_array($regime, Vocabulary::REGIMES, true);
            if (!$isRegime || preg_match(self::REGION, (string)$region) !== 1) {
                $problems[] = sprintf('regimes.%s: expected opt-in or opt-out of a region such as US-CA.', $region);
            }
        }
        if (isset($manifest->controller->publicKey->d)) {
            $problems[] = 'controller.publicKey.d: the manifest is public. Remove the private key and make a new pair.';
        }
        return $problems;
    }

    /**
     * Lists a section's entries.
     *
     * @param stdClass $manifest
     * @param string $section
     * @return array<string|int, mixed>
     */
    private function entries(stdClass $manifest, string $section): array
    {
        $entries = $manifest->{$section} ?? null;
        return $entries instanceof stdClass ? get_object_vars($entries) : [];
    }
}
