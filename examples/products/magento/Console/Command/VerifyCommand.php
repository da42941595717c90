<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Storage\AccessChain;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Tells whether the log of accesses is whole.
 */
class VerifyCommand extends Command
{
    private const SEAL = '/^[0-9a-f]{64}$/D';

    /**
     * Takes what does the work.
     *
     * @param AccessChain $chain
     */
    public function __construct(private readonly AccessChain $chain)
    {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:verify')->setDescription('Check that the log of accesses is whole and unchanged.');
        $this->setHelp(
            'Prints the seal of the last row. Keep it outside the shop and give it to the next check by '
            . '--expect: then rows that were taken from the end are found too. Exit code 1: something is wrong.'
        );
        $this->addOption('expect', null, InputOption::VALUE_REQUIRED, 'The seal that an earlier check has printed');
        parent::configure();
    }

    /**
     * Checks, and prints what is wrong.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $expected = (string)$input->getOption('expect');
        if ($expected !== '' && preg_match(self::SEAL, $expected) !== 1) {
            $output->writeln('--expect takes the seal that an earlier check has printed: 64 hexadecimal digits.');
            return self::INVALID;
        }
        $found = $this->chain->verify($expected);
        foreach ($found['problems'] as $problem) {
            $output->writeln($problem);
        }
        $output->writeln(sprintf('Rows: %d. Last seal: %s', $found['rows'], $found['seal'] ?: 'none'));
        return $found['problems'] === [] ? self::SUCCESS : self::FAILURE;
    }
}
