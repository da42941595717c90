<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

/**
 * Where something lies: ISO 3166, with a part of a country where one is meant, and EU.
 */
class Region
{
    private const UNION = '/^(AT|B[EG]|C[YZ]|D[EK]|E[ES]|F[IR]|GR|H[RU]|I[ET]|L[TUV]|MT|NL|P[LT]|RO|S[EIK])\b/';

    /**
     * Tells whether an event may go to a place: where it names a region, to no other, and nowhere that nobody knows.
     *
     * @param EventDefinition $definition
     * @param string $place Empty where it is not known.
     */
    public function mayGo(EventDefinition $definition, string $place): bool
    {
        $region = $definition->tag('region');
        return $region === '' || $this->isWithin($place, $region);
    }

    /**
     * Tells whether a place lies in a region: it is that region, a part of it, or a country of the Union for EU.
     *
     * @param string $place
     * @param string $region
     */
    public function isWithin(string $place, string $region): bool
    {
        return $place === $region
            || str_starts_with($place, $region . '-')
            || ($region === 'EU' && preg_match(self::UNION, $place) === 1);
    }
}
