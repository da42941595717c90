<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

/**
 * The closed lists of words that a manifest is written in: the same as in the package, and in no other place of this
 * module.
 */
class Vocabulary
{
    /**
     * Weakest first.
     */
    public const TIERS = ['anonymous', 'pseudonymous', 'personal', 'sensitive'];

    /**
     * GDPR Art. 6(1).
     */
    public const BASES = [
        'consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'legitimate_interests',
    ];

    public const FIELD_TYPES = ['string', 'number', 'integer', 'boolean'];

    /**
     * What kind of data a field holds.
     */
    public const DATA = [
        'behaviour', 'commerce', 'contact', 'content', 'identifier', 'location', 'special', 'technical',
    ];

    public const PROTECTIONS = ['truncate', 'redact', 'pseudonymise', 'seal'];

    public const REGIMES = ['opt-in', 'opt-out'];
}
