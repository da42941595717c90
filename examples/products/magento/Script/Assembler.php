<?php

declare(strict_types=1);

namespace Headgate\Tracking\Script;

/**
 * Puts a script file together, byte for byte as the command "headgate build" does, so that no shop needs Node for it.
 */
class Assembler
{
    private const OPENING = "//# allFunctionsCalledOnLoad\n(()=>{\"use strict\";";
    private const EVENTS = ['magento', 'attributes'];
    private const EXTRAS = ['seal' => 'createSealer', 'journeys' => 'withJourneys'];

    /**
     * Takes the parts.
     *
     * @param Parts $parts
     */
    public function __construct(private readonly Parts $parts)
    {
    }

    /**
     * Writes the code.
     *
     * @param string[] $sources
     * @param string[] $extras Of seal and journeys.
     */
    public function assemble(array $sources, array $extras = []): string
    {
        $groups = [
            // A page can always say what its visitor chose.
            'sources' => [...$sources, 'manual'],
            'collectors' => ['json'],
            'events' => self::EVENTS,
        ];
        $names = ['kernel'];
        $wiring = [];
        $single = [];
        foreach (array_intersect_key(self::EXTRAS, array_flip($extras)) as $extra => $key) {
            $names[] = $extra;
            $single[] = $key . ':' . $extra;
        }
        foreach ($groups as $kind => $members) {
            $members = array_values(array_unique($members));
            sort($members, SORT_STRING);
            $wired = [];
            foreach ($members as $member) {
                $names[] = $kind . '-' . $member;
                $wired[] = sprintf('"%s":%s_%1$s', $member, $kind);
            }
            $wiring[] = sprintf('%s:{%s}', $kind, implode(',', $wired));
        }
        $lines = array_map(fn (string $name): string => rtrim($this->parts->read($name), ';') . ';', $names);
        $call = sprintf('kernel({%s},%s)', implode(',', [...$wiring, ...$single]), $this->configuration($sources));
        return self::OPENING . "\n" . implode("\n", $lines) . "\n" . $call . "})();\n";
    }

    /**
     * Writes what is in force where a page says nothing: a manifest that tracks nothing.
     *
     * @param string[] $sources
     */
    private function configuration(array $sources): string
    {
        $nothing = (object)[];
        return json_encode([
            'manifest' => [
                'version' => '0',
                'categories' => $nothing,
                'collectors' => ['shop' => $nothing],
                'events' => $nothing,
            ],
            'consent' => (object)array_fill_keys(array_values(array_diff($sources, ['manual'])), $nothing),
            'collectors' => ['shop' => ['type' => 'json', 'url' => '/hg/default/events']],
            'events' => array_fill_keys(self::EVENTS, $nothing),
        ], JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }
}
