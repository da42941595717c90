<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Where a collector is, what it speaks, and what it is to be told beside events.
 */
class Target
{
    private const LOOPBACK = '/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/D';

    /**
     * Takes what the configuration says.
     *
     * @param string $type
     * @param string $url
     * @param array<string, string> $options By name; what belongs together has names such as categories.analytics.
     */
    public function __construct(
        public readonly string $type,
        public readonly string $url,
        private readonly array $options = []
    ) {
    }

    /**
     * Tells whether events may travel to the address: encrypted, or not leaving the machine.
     */
    public function isSafe(): bool
    {
        $scheme = strtolower((string)parse_url($this->url, PHP_URL_SCHEME));
        $host = strtolower((string)parse_url($this->url, PHP_URL_HOST));
        return $host !== ''
            && ($scheme === 'https' || ($scheme === 'http' && preg_match(self::LOOPBACK, $host) === 1));
    }

    /**
     * Tells the region in which the address lies: as the line says, or the only one that the recipient has. Empty
     * where nobody said, and where the recipient has none there.
     *
     * @param string[] $regions Those of the recipient; none where the manifest does not say.
     */
    public function region(array $regions): string
    {
        $said = $this->option('region');
        if ($said === '') {
            return count($regions) === 1 ? $regions[0] : '';
        }
        return $regions === [] || in_array($said, $regions, true) ? $said : '';
    }

    /**
     * Gives an option.
     *
     * @param string $name
     * @param string $default
     */
    public function option(string $name, string $default = ''): string
    {
        return $this->options[$name] ?? $default;
    }

    /**
     * Gives the options of a group, by the names that they have in it.
     *
     * @param string $group
     * @return array<string, string>
     */
    public function group(string $group): array
    {
        $members = [];
        foreach ($this->options as $name => $value) {
            if (str_starts_with($name, $group . '.')) {
                $members[substr($name, strlen($group) + 1)] = $value;
            }
        }
        return $members;
    }

    /**
     * Lists the names of all options.
     *
     * @return string[]
     */
    public function names(): array
    {
        return array_map(strval(...), array_keys($this->options));
    }
}
