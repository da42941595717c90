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
     * Lists the charts: total and bars by event.
     *
     * @return array<string, array{total: int, bars: array}>
     */
    public function getCharts(): array
    {
        return array_map(
            fn (array $days): array => ['total' => array_sum($days), 'bars' => $this->chart->layOut($days)],
            $this->counts->count($this->clock->now(), self::DAYS)
        );
    }
}
