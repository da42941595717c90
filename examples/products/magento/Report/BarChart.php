<?php

declare(strict_types=1);

namespace Headgate\Tracking\Report;

/**
 * Lays out bars by attributes alone: no script, no style, so any Content-Security-Policy shows it.
 */
class BarChart
{
    public const WIDTH = 720;
    public const HEIGHT = 120;
    /**
     * Room below the bars for the days' names, and beside them for the highest count.
     */
    public const MARGIN = 40;
    private const GAP = 2;

    /**
     * Lays out one bar for each count.
     *
     * @param array<string,int> $counts By label.
     * @return array<int, array{label: string, count: int, x: float, y: float, width: float, height: float}>
     */
    public function layOut(array $counts): array
    {
        $highest = max([1, ...array_values($counts)]);
        $step = self::WIDTH / max(1, count($counts));
        $bars = [];
        foreach (array_keys($counts) as $index => $label) {
            $height = round(self::HEIGHT * $counts[$label] / $highest, 2);
            $bars[] = [
                'label' => (string)$label,
                'count' => $counts[$label],
                'x' => round($index * $step, 2),
                'y' => round(self::HEIGHT - $height, 2),
                'width' => round(max(1, $step - self::GAP), 2),
                'height' => $height,
            ];
        }
        return $bars;
    }
}
