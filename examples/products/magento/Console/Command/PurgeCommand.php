<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\Tables;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Deletes events past their retention, now.
 */
class PurgeCommand extends Command
{
    /**
     * Takes what does the work.
     *
     * @param Purge $purge
     * @param Tables $tables
     * @param Config $config
     * @param Clock $clock
     */
    public function __construct(
        private readonly Purge $purge,
        private readonly Tables $tables,
        private readonly Config $config,
        private readonly Clock $clock
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:purge')->setDescription('Delete events past their retention, now.');
        $this->setHelp(
            'Deletes what is past its retention, as cron does every hour, and prints how many there were of '
            . 'each event.'
        );
        parent::configure();
    }

    /**
     * Deletes and prints the counts.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        if (!$this->tables->exist()) {
            $output->writeln('The tables are not there: bin/magento setup:upgrade makes them.');
            return self::FAILURE;
        }
        $counts = $this->purge->run($this->clock->now(), $this->config->number('retention/batch_size'));
        foreach ($counts as $event => $count) {
            $output->writeln(sprintf('%s: %d', $event, $count));
        }
        $total = array_sum($counts);
        $output->writeln(sprintf($total === 1 ? 'Deleted %d expired event.' : 'Deleted %d expired events.', $total));
        return self::SUCCESS;
    }
}
