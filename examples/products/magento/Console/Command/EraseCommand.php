<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Console\SubjectOption;
use Headgate\Tracking\Storage\SubjectStore;
use InvalidArgumentException;
use Psr\Log\LoggerInterface;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Erases a person's events (GDPR Art. 17). Receipts of consent stay.
 */
class EraseCommand extends Command
{
    /**
     * Takes what does the work.
     *
     * @param SubjectStore $subjects
     * @param SubjectOption $option
     * @param LoggerInterface $logger
     */
    public function __construct(
        private readonly SubjectStore $subjects,
        private readonly SubjectOption $option,
        private readonly LoggerInterface $logger
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:erase')->setDescription('Erase all events of a person.');
        $this->setHelp(
            'Erases by the fields of the manifest that single a person out: headgate:erase --subject '
            . 'customer=42. Receipts of consent stay, as the proof that the controller owes (GDPR Art. 7(1), '
            . '17(3)).'
        );
        $this->addOption('subject', null, InputOption::VALUE_REQUIRED | InputOption::VALUE_IS_ARRAY, 'field=value');
        parent::configure();
    }

    /**
     * Erases and prints the count.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        try {
            $subject = $this->option->read((array)$input->getOption('subject'));
        } catch (InvalidArgumentException $exception) {
            $output->writeln($exception->getMessage());
            return self::INVALID;
        }
        $count = $this->subjects->erase($subject);
        $this->logger->info('headgate: erased events', ['fields' => array_keys($subject), 'count' => $count]);
        $output->writeln(sprintf($count === 1 ? 'Erased %d event.' : 'Erased %d events.', $count));
        return self::SUCCESS;
    }
}
