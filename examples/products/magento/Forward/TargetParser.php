<?php

declare(strict_types=1);

namespace Headgate\Tracking\Forward;

/**
 * Reads where the shop forwards to: one collector a line, NAME=TYPE:ADDRESS and options as option=value, of which the
 * values are written as in a URL.
 */
class TargetParser
{
    private const LINE = '~^([A-Za-z][\w.:-]*)=(\w+):(https?://\S+)((?:\s+[\w.]+=\S*)*)$~D';

    /**
     * Takes the formats.
     *
     * @param EncoderInterface[] $encoders By type.
     */
    public function __construct(private readonly array $encoders = [])
    {
    }

    /**
     * Reads the lines that are right.
     *
     * @param string $text
     * @return array<string, Target> By collector.
     */
    public function read(string $text): array
    {
        $targets = [];
        foreach ($this->split($text) as $line) {
            $part = $this->match($line);
            if ($part !== null && $this->findProblem($part[1]) === null) {
                $targets[$part[0]] = $part[1];
            }
        }
        return $targets;
    }

    /**
     * Says what is wrong, line by line.
     *
     * @param string $text
     * @return string[]
     */
    public function problems(string $text): array
    {
        $problems = [];
        foreach ($this->split($text) as $line) {
            $part = $this->match($line);
            $problem = $part === null ? 'expected NAME=TYPE:https://… option=value.' : $this->findProblem($part[1]);
            if ($problem !== null) {
                $problems[] = sprintf('"%s": %s', mb_strimwidth($line, 0, 40, '…'), $problem);
            }
        }
        return $problems;
    }

    /**
     * Splits into lines that say something.
     *
     * @param string $text
     * @return string[]
     */
    private function split(string $text): array
    {
        return array_filter(array_map(trim(...), preg_split('/\R/', $text) ?: []));
    }

    /**
     * Reads a line; null where it has another form.
     *
     * @param string $line
     * @return array{string, Target}|null
     */
    private function match(string $line): ?array
    {
        if (preg_match(self::LINE, $line, $part) !== 1) {
            return null;
        }
        $options = [];
        foreach (preg_split('/\s+/', trim($part[4])) ?: [] as $option) {
            if ($option !== '') {
                [$name, $value] = explode('=', $option, 2);
                // phpcs:ignore Magento2.Functions.DiscouragedFunction -- so that values may have spaces.
                $options[$name] = rawurldecode($value);
            }
        }
        return [$part[1], new Target($part[2], rtrim($part[3], '/'), $options)];
    }

    /**
     * Says what is wrong with a collector; null where nothing is.
     *
     * @param Target $target
     */
    private function findProblem(Target $target): ?string
    {
        if (!$target->isSafe()) {
            return 'the address must begin with https://, or be of this machine.';
        }
        $encoder = $this->encoders[$target->type] ?? null;
        if ($encoder === null) {
            $known = implode(', ', array_keys($this->encoders));
            return sprintf('the type %s is none of %s.', $target->type, $known);
        }
        $missing = array_diff($encoder->required(), $target->names());
        if ($missing !== []) {
            return sprintf('%s needs %s.', $target->type, implode(', ', $missing));
        }
        $known = [...$encoder->required(), ...$encoder->optional(), 'region'];
        foreach ($target->names() as $name) {
            if (!in_array(preg_replace('/\..*/', '.', $name), $known, true)) {
                return sprintf('%s has no option %s.', $target->type, $name);
            }
        }
        return null;
    }
}
