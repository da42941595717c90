<?php

declare(strict_types=1);

namespace Headgate\Tracking\Report;

use Headgate\Tracking\Manifest\EventDefinition;
use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * Why each event may be processed, what consent it needs, how long it stays, and who gets it.
 */
class ComplianceMap
{
    private const ARTICLES = [
        'consent' => 'Consent, GDPR Art. 6(1)(a)',
        'contract' => 'Contract, GDPR Art. 6(1)(b)',
        'legal_obligation' => 'Legal obligation, GDPR Art. 6(1)(c)',
        'vital_interests' => 'Vital interests, GDPR Art. 6(1)(d)',
        'public_task' => 'Public task, GDPR Art. 6(1)(e)',
        'legitimate_interests' => 'Legitimate interests, GDPR Art. 6(1)(f)',
    ];

    /**
     * Maps the events, and the receipts of consent.
     *
     * @param Manifest $manifest
     * @return array<int, array<string, mixed>>
     */
    public function map(Manifest $manifest): array
    {
        $receipts = $manifest->receipts();
        return array_map(
            fn (EventDefinition $event): array => $this->toEntry($manifest, $event),
            $receipts === null ? $manifest->events() : [...$manifest->events(), $receipts]
        );
    }

    /**
     * Lists the recipients (GDPR Art. 30(1)(d) and (e)).
     *
     * @param Manifest $manifest
     * @return array<int, array<string, string>>
     */
    public function recipients(Manifest $manifest): array
    {
        $recipients = [];
        foreach ($manifest->section('collectors') as $name => $collector) {
            $recipients[] = ['collector' => (string)$name] + array_map(
                fn (string $key): string => (string)($collector->{$key} ?? ''),
                ['recipient' => 'recipient', 'role' => 'role', 'agreement' => 'agreement', 'country' => 'country',
                    'safeguard' => 'safeguard']
            );
        }
        return $recipients;
    }

    /**
     * Maps one event.
     *
     * @param Manifest $manifest
     * @param EventDefinition $event
     * @return array<string, mixed>
     */
    private function toEntry(Manifest $manifest, EventDefinition $event): array
    {
        return [
            'event' => $event->name(),
            'title' => $event->title(),
            'basis' => self::ARTICLES[$event->tag('basis')],
            'condition' => $this->describe($event),
            'categories' => array_map(
                fn (string $name): string => $this->titleOf($manifest, $name),
                $event->categories()
            ),
            'retentionDays' => $event->retentionDays(),
            'recipients' => $event->collectors(),
        ];
    }

    /**
     * Says when the event may be tracked.
     *
     * @param EventDefinition $event
     */
    private function describe(EventDefinition $event): string
    {
        return match ($event->tag('basis')) {
            'consent' => $event->tag('undecided') === 'refuse'
                ? 'Every category is granted; refused until then.'
                : 'Every category is granted; waits in page memory until then.',
            'legitimate_interests' => 'No category is denied: a denial is the objection (Art. 21).',
            default => 'Does not depend on consent.',
        };
    }

    /**
     * Gives a category's title.
     *
     * @param Manifest $manifest
     * @param string $category
     */
    private function titleOf(Manifest $manifest, string $category): string
    {
        $definition = $manifest->section('categories')[$category] ?? new stdClass();
        return (string)($definition->title ?? $category);
    }
}
