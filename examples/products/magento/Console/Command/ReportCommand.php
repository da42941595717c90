<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Report\ComplianceMap;
use Headgate\Tracking\Report\DailyCounts;
use Headgate\Tracking\Report\Inventory;
use Headgate\Tracking\Storage\EndpointStore;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Prints what is in force, and how many events there are.
 */
class ReportCommand extends Command
{
    private const MOST_DAYS = 366;

    /**
     * Takes what does the work.
     *
     * @param EndpointStore $endpoints
     * @param Inventory $inventory
     * @param ComplianceMap $map
     * @param DailyCounts $counts
     * @param Clock $clock
     */
    public function __construct(
        private readonly EndpointStore $endpoints,
        private readonly Inventory $inventory,
        private readonly ComplianceMap $map,
        private readonly DailyCounts $counts,
        private readonly Clock $clock
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:report')->setDescription('Print inventory, compliance map and counts as JSON.');
        $this->setHelp(
            'Prints as JSON what the manifests in force say, and how many events came on each of the last '
            . 'days.'
        );
        $this->addOption('days', null, InputOption::VALUE_REQUIRED, 'Days that are counted', '30');
        parent::configure();
    }

    /**
     * Prints the report.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $days = filter_var($input->getOption('days'), FILTER_VALIDATE_INT);
        if ($days === false || $days < 1 || $days > self::MOST_DAYS) {
            $output->writeln(sprintf('--days takes a whole number, 1-%d.', self::MOST_DAYS));
            return self::INVALID;
        }
        $manifests = [];
        foreach ($this->endpoints->all() as $settings) {
            $manifest = $settings->current();
            $manifests[$manifest->version()] ??= [
                'inventory' => $this->inventory->list($manifest),
                'compliance' => $this->map->map($manifest),
                'recipients' => $this->map->recipients($manifest),
            ];
        }
        $output->writeln((string)json_encode(
            ['manifests' => $manifests, 'counts' => $this->counts->count($this->clock->now(), $days)],
            JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR
        ));
        return self::SUCCESS;
    }
}
