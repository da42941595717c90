<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Where a collector is, what it speaks, and what it is to be told beside events.
 */
class Target
{
    // Whole up to its port, without a user: what looks like a host must be the host.
    private const SAFE =
        '~^(https://[a-z0-9.-]+|http://(localhost|127(\.\d{1,3}){3}|\[::1\]))(:\d+)?([/?]|$)~iD';

    /**
     * Takes what the configuration says.
     *
     * @param string $type
     * @param string $url
     * @param array<string,string> $options By name; what belongs together has names such as categories.analytics.
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
        return preg_match(self::SAFE, $this->url) === 1;
    }

    /**
     * Tells the region in which the address lies, as the line says, or the only one that the recipient has.
     *
     * Empty where nobody said, and where the recipient has none there.
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
        return array_map(fn (int|string $name): string => (string)$name, array_keys($this->options));
    }
}
