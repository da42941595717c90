<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * What an event's tier, legal basis and fields demand of each other. A tier is a promise about its fields.
 */
class TierRules
{
    private const FORBIDDEN = [
        'anonymous' => ['identifier', 'contact', 'special', 'location'],
        'pseudonymous' => ['contact', 'special'],
        'personal' => ['special'],
        'sensitive' => [],
    ];
    private const DEMANDED = [
        'pseudonymous' => ['identifier' => ['pseudonymise', 'seal']],
        'sensitive' => [
            'identifier' => ['seal', 'pseudonymise'],
            'contact' => ['seal'],
            'special' => ['seal'],
        ],
    ];

    /**
     * Finds promises that are not kept.
     *
     * @param stdClass $manifest
     * @return string[]
     */
    public function find(stdClass $manifest): array
    {
        $problems = [];
        foreach (get_object_vars($manifest->events) as $name => $event) {
            $at = 'events.' . $name;
            $problems = [...$problems, ...$this->findInEvent($event, $at)];
            foreach (get_object_vars($event->fields ?? new stdClass()) as $field => $definition) {
                $problems = [...$problems, ...$this->findInField($event->tier, $definition, $at . '.fields.' . $field)];
            }
        }
        return $problems;
    }

    /**
     * Finds what an event's basis and tier lack.
     *
     * @param stdClass $event
     * @param string $at
     * @return string[]
     */
    private function findInEvent(stdClass $event, string $at): array
    {
        $problems = [];
        $needsCategory = in_array($event->basis, ['consent', 'legitimate_interests'], true);
        if ($needsCategory && ($event->categories ?? []) === []) {
            $problems[] = $at . '.categories: expected at least one for this basis (GDPR Art. 6(1)(a), 21(1)).';
        }
        $isSensitive = $event->tier === 'sensitive';
        if ($isSensitive && $event->basis !== 'consent') {
            $problems[] = $at . '.basis: expected consent in tier sensitive (GDPR Art. 9(2)(a)).';
        }
        if ($isSensitive && !$this->isSealed($event)) {
            $problems[] = $at . '.fields: expected at least one sealed field in tier sensitive (GDPR Art. 32(1)(a)).';
        }
        if (isset($event->storage) && ($isSensitive || $event->basis === 'consent')) {
            $problems[] = $at . '.storage: expected none with consent or in tier sensitive (ePrivacy Art. 5(3)).';
        }
        return $problems;
    }

    /**
     * Tells whether an event has a field that is encrypted to the controller.
     *
     * @param stdClass $event
     */
    private function isSealed(stdClass $event): bool
    {
        foreach (get_object_vars($event->fields ?? new stdClass()) as $field) {
            if (($field->protect ?? '') === 'seal') {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds what a field's data and protection may not be in its tier.
     *
     * @param string $tier
     * @param stdClass $field
     * @param string $at
     * @return string[]
     */
    private function findInField(string $tier, stdClass $field, string $at): array
    {
        $data = $field->data ?? 'behaviour';
        $protect = $field->protect ?? '';
        $problems = [];
        if (in_array($data, self::FORBIDDEN[$tier], true)) {
            $problems[] = sprintf('%s.data: expected no %s data in tier %s.', $at, $data, $tier);
        }
        if ($tier === 'anonymous' && $protect === 'pseudonymise') {
            $problems[] = $at . '.protect: expected no pseudonym in tier anonymous (GDPR Recital 26).';
        }
        $demanded = self::DEMANDED[$tier][$data] ?? [];
        if ($demanded !== [] && !in_array($protect, $demanded, true)) {
            $expected = implode(' or ', $demanded);
            $problems[] = sprintf('%s.protect: expected %s for %s data in tier %s.', $at, $expected, $data, $tier);
        }
        return $problems;
    }
}
