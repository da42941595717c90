<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Model\Uninstaller;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Question\ConfirmationQuestion;

/**
 * Takes everything of the module out of the shop, before its files go.
 */
class UninstallCommand extends Command
{
    /**
     * Takes what does the work.
     *
     * @param Uninstaller $uninstaller
     */
    public function __construct(private readonly Uninstaller $uninstaller)
    {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:uninstall');
        $this->setDescription('Delete all that the module has stored, and switch it off.');
        $this->setHelp(
            'Drops the tables with all events, receipts, accesses and manifests, deletes configuration, '
            . 'roles, bookmarks and scheduled jobs, and switches both modules off. It asks first; --yes answers '
            . 'for scripts.'
        );
        $this->addOption('yes', 'y', InputOption::VALUE_NONE, 'Do not ask');
        parent::configure();
    }

    /**
     * Asks, deletes, and says what is left to do by hand.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $count = $this->uninstaller->countEvents();
        $output->writeln(sprintf('Stored events and receipts of consent: %d. All are deleted for good.', $count));
        if (!$input->getOption('yes') && !$this->isConfirmed($input, $output)) {
            $output->writeln('Nothing was deleted. Without a terminal, --yes says yes.');
            return self::FAILURE;
        }
        $this->uninstaller->run();
        $output->writeln([
            'Deleted. What is left to do:',
            '  composer remove headgate/module-tracking',
            '  bin/magento setup:upgrade',
            '  take the path /hg/ out of the web server and Varnish, and the manifest out of app/etc',
        ]);
        return self::SUCCESS;
    }

    /**
     * Asks whether it is meant.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    private function isConfirmed(InputInterface $input, OutputInterface $output): bool
    {
        $question = new ConfirmationQuestion('Delete everything of Headgate in this shop? [y/N] ', false);
        return (bool)$this->getHelper('question')->ask($input, $output, $question);
    }
}
