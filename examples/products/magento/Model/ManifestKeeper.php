<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Manifest\Manifest;
use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Storage\ManifestStore;

/**
 * Keeps manifests that are or were in force: browsers hold events of an earlier one until they expire.
 */
class ManifestKeeper
{
    private const DAY = 86400;

    /**
     * Takes the store and the clock.
     *
     * @param ManifestStore $store
     * @param Clock $clock
     */
    public function __construct(private readonly ManifestStore $store, private readonly Clock $clock)
    {
    }

    /**
     * Keeps a manifest. Its version names one text for ever: what was agreed to under it must not change.
     *
     * @param Manifest $manifest
     * @throws ManifestProblems
     */
    public function keep(Manifest $manifest): void
    {
        $json = json_encode($manifest->table(), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
        $known = $this->store->find($manifest->version());
        if ($known !== null && $known !== $json) {
            $problem = sprintf('version: %s is known with other content. Give it a new one.', $manifest->version());
            throw new ManifestProblems([$problem]);
        }
        $seconds = intdiv($this->clock->now(), 1000);
        $this->store->keep(
            $manifest->version(),
            $json,
            $seconds + ($manifest->longestRetentionDays() + 2) * self::DAY
        );
    }
}
