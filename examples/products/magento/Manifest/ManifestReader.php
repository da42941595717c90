<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use JsonException;
use stdClass;

/**
 * Opens a manifest that somebody wrote, and says all that is wrong with it.
 */
class ManifestReader
{
    /**
     * A manifest is read by people: a larger one is no manifest.
     */
    public const MAX_BYTES = 1048576;

    /**
     * Takes the rules that a manifest must obey.
     *
     * @param ShapeRules $shape
     * @param ReferenceRules $references
     * @param TierRules $tiers
     */
    public function __construct(
        private readonly ShapeRules $shape,
        private readonly ReferenceRules $references,
        private readonly TierRules $tiers
    ) {
    }

    /**
     * Opens a manifest that is right in all that a server can judge.
     *
     * @param string $json
     * @throws ManifestProblems
     */
    public function read(string $json): Manifest
    {
        $table = $this->decode($json);
        // The other rules read what only a right shape has.
        $problems = $this->shape->find($table);
        if ($problems === []) {
            $problems = [...$this->references->find($table), ...$this->tiers->find($table)];
        }
        if ($problems !== []) {
            throw new ManifestProblems($problems);
        }
        return new Manifest($table);
    }

    /**
     * Reads the text.
     *
     * @param string $json
     * @throws ManifestProblems
     */
    private function decode(string $json): stdClass
    {
        if (strlen($json) > self::MAX_BYTES) {
            throw new ManifestProblems(['The manifest is larger than 1 MiB.']);
        }
        try {
            $table = json_decode($json, false, 32, JSON_THROW_ON_ERROR);
        } catch (JsonException $exception) {
            throw new ManifestProblems(['The text is not JSON: ' . $exception->getMessage()]);
        }
        if (!$table instanceof stdClass) {
            throw new ManifestProblems(['The manifest is no object.']);
        }
        return $table;
    }
}
