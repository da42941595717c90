<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Where a collector is, what it speaks, and what it is to be told beside events.
 */
class Target
{
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
