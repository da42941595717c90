<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Model\Publisher;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Publishes after a deployment, without waiting for cron.
 */
class PublishCommand extends Command
{
    /**
     * Takes what does the work.
     *
     * @param Publisher $publisher
     */
    public function __construct(
        private readonly Publisher $publisher
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:publish')->setDescription('Publish the manifests and settings of all store views.');
        $this->setHelp(
            'Reads configuration and manifests, and publishes what pages and the collector need. Exit code 1: '
            . 'a store view tracks nothing, and its problems are printed. Cron does the same every ten minutes.'
        );
        parent::configure();
    }

    /**
     * Publishes and prints what went wrong.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $failed = 0;
        foreach ($this->publisher->publish() as $store => $problems) {
            $output->writeln(sprintf('%s: %s', $store, $problems === [] ? 'published' : 'tracks nothing'));
            $output->writeln(array_map(fn (string $problem): string => '  ' . $problem, $problems));
            $failed += $problems === [] ? 0 : 1;
        }
        return $failed === 0 ? self::SUCCESS : self::FAILURE;
    }
}
