<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * What the shop has published for one store view: all that the collector needs to know of Magento.
 */
class Settings
{
    /**
     * Takes what was published.
     *
     * @param int $storeId
     * @param stdClass $published
     */
    public function __construct(public readonly int $storeId, private readonly stdClass $published)
    {
    }

    /**
     * Tells the collector's own name in the manifest.
     */
    public function collector(): string
    {
        return (string)$this->published->collector;
    }

    /**
     * Finds the manifest of a version: the one in force, or one that browsers may still hold events of.
     *
     * @param string $version
     */
    public function manifest(string $version): Manifest
    {
        foreach ($this->published->manifests as $table) {
            if ($table->version === $version) {
                return new Manifest($table);
            }
        }
        return $this->current();
    }

    /**
     * Gives the manifest in force.
     */
    public function current(): Manifest
    {
        return new Manifest($this->published->manifests[0]);
    }

    /**
     * Gives what pages are told: manifest, sources, collectors and event sources.
     */
    public function page(): stdClass
    {
        return $this->published->page ?? new stdClass();
    }

    /**
     * Lists all manifests, the one in force first.
     *
     * @return Manifest[]
     */
    public function manifests(): array
    {
        return array_map(fn (stdClass $table): Manifest => new Manifest($table), $this->published->manifests);
    }

    /**
     * Tells whether pages of an origin may post.
     *
     * @param string $origin
     */
    public function allows(string $origin): bool
    {
        return in_array($origin, $this->published->origins, true);
    }

    /**
     * Tells a bound: maxBytes, maxEvents, perMinute, perMinuteOfClient.
     *
     * @param string $name
     */
    public function limit(string $name): int
    {
        return (int)$this->published->limits->{$name};
    }

    /**
     * Lists the collectors that the shop forwards to by itself, and the regions in which they lie.
     *
     * @return array<string, string> Regions by collector; empty where nobody said.
     */
    public function forwards(): array
    {
        return array_map(fn (mixed $region): string => (string)$region, (array)$this->published->forwards);
    }
}
