<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Console\SubjectOption;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\SubjectStore;
use InvalidArgumentException;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Gives a person access to their events (GDPR Art. 15).
 */
class ExportCommand extends Command
{
    /**
     * Takes what does the work.
     *
     * @param SubjectStore $subjects
     * @param SubjectOption $option
     * @param AccessLog $log
     * @param Clock $clock
     * @param Instant $instant
     */
    public function __construct(
        private readonly SubjectStore $subjects,
        private readonly SubjectOption $option,
        private readonly AccessLog $log,
        private readonly Clock $clock,
        private readonly Instant $instant
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:export')->setDescription('Print all events of a person as JSON.');
        $this->setHelp(
            'Prints the events that were stored of a person (GDPR Art. 15), and writes down who asked and '
            . 'why: headgate:export --subject customer=42 --reason "request of 3 May".'
        );
        $this->addOption('subject', null, InputOption::VALUE_REQUIRED | InputOption::VALUE_IS_ARRAY, 'field=value');
        $this->addOption('reason', null, InputOption::VALUE_REQUIRED, 'Why: written to the log of accesses');
        parent::configure();
    }

    /**
     * Prints the events, and writes down that it did.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $reason = trim((string)$input->getOption('reason'));
        if ($reason === '') {
            $output->writeln('Say why with --reason: it is written to the log of accesses.');
            return self::INVALID;
        }
        try {
            $subject = $this->option->read((array)$input->getOption('subject'));
        } catch (InvalidArgumentException $exception) {
            $output->writeln($exception->getMessage());
            return self::INVALID;
        }
        $events = $this->subjects->export($subject);
        $now = $this->clock->now();
        $access = [['fields' => array_keys($subject)], count($events), $this->instant->toColumn($now)];
        $this->log->write('cli:' . get_current_user(), 'export', $reason, $access);
        $output->writeln((string)json_encode(
            ['exportedAt' => $this->instant->toText($now), 'events' => $events],
            JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR
        ));
        return self::SUCCESS;
    }
}
