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
