<?php

declare(strict_types=1);

namespace Headgate\Tracking\Script;

use Headgate\Tracking\Manifest\Manifest;
use stdClass;

/**
 * What a script file must have been put together from, so that nothing is left out in silence: a consent source that
 * the file has not got would not be asked.
 */
class Needs
{
    /**
     * Takes the parts.
     *
     * @param Parts $parts
     */
    public function __construct(private readonly Parts $parts)
    {
    }

    /**
     * Lists the extras that a manifest needs.
     *
     * @param Manifest $manifest
     * @return string[]
     */
    public function extrasOf(Manifest $manifest): array
    {
        $extras = [];
        foreach ($manifest->section('events') as $event) {
            if (isset($event->once) || isset($event->step)) {
                $extras['journeys'] = 'journeys';
            }
            foreach (get_object_vars($event->fields ?? new stdClass()) as $field) {
                if (($field->protect ?? '') === 'seal') {
                    $extras['seal'] = 'seal';
                }
            }
        }
        return array_values($extras);
    }

    /**
     * Says what the script file lacks.
     *
     * @param string[] $sources
     * @param Manifest $manifest
     * @return string[] Problems.
     */
    public function problems(array $sources, Manifest $manifest): array
    {
        $in = $this->parts->inScript();
        if ($in === null) {
            return ['There is no script file yet: run bin/magento headgate:script, then deploy static content.'];
        }
        $missing = [
            ...array_diff($sources, $in['sources'] ?? []),
            ...array_diff($this->extrasOf($manifest), $in['extras'] ?? []),
        ];
        if ($missing === []) {
            return [];
        }
        $text = 'The script file is without %s: run bin/magento headgate:script, then deploy static content.';
        return [sprintf($text, implode(', ', $missing))];
    }
}
