<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel\Adminhtml;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Report\BarChart;
use Headgate\Tracking\Report\DailyCounts;
use Magento\Framework\View\Element\Block\ArgumentInterface;

/**
 * Counts per event and day, laid out as bars.
 */
class Counts implements ArgumentInterface
{
    public const DAYS = 30;
    private const NAMED = 10;

    /**
     * Takes what counts and lays out.
     *
     * @param DailyCounts $counts
     * @param BarChart $chart
     * @param Clock $clock
     */
    public function __construct(
        private readonly DailyCounts $counts,
        private readonly BarChart $chart,
        private readonly Clock $clock
    ) {
    }

    /**
     * Lists the charts: total, highest count, bars and some days' names by event.
     *
     * @return array<string, array{total: int, highest: int, bars: array, days: array<int, string>}>
     */
    public function getCharts(): array
    {
        return array_map(
            fn (array $days): array => [
                'total' => array_sum($days),
                'highest' => max([1, ...array_values($days)]),
                'bars' => $bars = $this->chart->layOut($days),
                'days' => $this->nameSome($bars),
            ],
            $this->counts->count($this->clock->now(), self::DAYS)
        );
    }

    /**
     * Says how many there were.
     *
     * @param string $event
     * @param array $chart
     */
    public function getHeading(string $event, array $chart): string
    {
        $days = count($chart['bars']);
        return $chart['total'] === 1
            ? (string)__('%1: 1 event in %2 days', $event, $days)
            : (string)__('%1: %2 events in %3 days', $event, $chart['total'], $days);
    }

    /**
     * Names every tenth day, by where it stands.
     *
     * @param array $bars
     * @return array<int, string>
     */
    private function nameSome(array $bars): array
    {
        $names = [];
        foreach ($bars as $index => $bar) {
            if ($index % self::NAMED === 0) {
                $names[(int)$bar['x']] = $bar['label'];
            }
        }
        return $names;
    }
}
