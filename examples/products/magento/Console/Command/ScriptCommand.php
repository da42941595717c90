<?php

declare(strict_types=1);

namespace Headgate\Tracking\Console\Command;

use Exception;
use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Model\DeployedScript;
use Headgate\Tracking\Model\ManifestProvider;
use Headgate\Tracking\Script\Assembler;
use Headgate\Tracking\Script\Needs;
use Headgate\Tracking\Script\Parts;
use Magento\Framework\Exception\FileSystemException;
use Magento\Store\Model\StoreManagerInterface;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

/**
 * Puts the script file together with the consent sources that the shop has chosen, before static content is deployed.
 */
class ScriptCommand extends Command
{
    private const EXTRAS = ['journeys', 'seal'];

    /**
     * Takes what does the work, and what the configuration is read by.
     *
     * @param Parts $parts
     * @param Assembler $assembler
     * @param Needs $needs
     * @param Config $config
     * @param ManifestProvider $manifests
     * @param StoreManagerInterface $stores
     * @param DeployedScript $deployed
     */
    public function __construct(
        private readonly Parts $parts,
        private readonly Assembler $assembler,
        private readonly Needs $needs,
        private readonly Config $config,
        private readonly ManifestProvider $manifests,
        private readonly StoreManagerInterface $stores,
        private readonly DeployedScript $deployed
    ) {
        parent::__construct();
    }

    /**
     * @inheritDoc
     */
    protected function configure(): void
    {
        $this->setName('headgate:script')->setDescription('Put the script file together, before static content.');
        $this->setHelp(
            'Puts the script file together from the parts in the package, without Node. Run it after each '
            . 'composer install and before static content is deployed. A deployment leaves alone what is there, '
            . 'so copies of a former file are deleted. Exit code 2: a source is not known.'
        );
        $many = InputOption::VALUE_REQUIRED | InputOption::VALUE_IS_ARRAY;
        $this->addOption('source', null, $many, 'Consent source; without any, those of the configuration');
        $this->addOption('with', null, $many, 'journeys or seal; without any, what the manifests need');
        parent::configure();
    }

    /**
     * Writes the file and says what is in it.
     *
     * @param InputInterface $input
     * @param OutputInterface $output
     */
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $sources = (array)$input->getOption('source');
        $extras = (array)$input->getOption('with');
        if ($sources === []) {
            try {
                [$sources, $needed] = $this->readConfiguration();
                $extras = [...$extras, ...$needed];
            } catch (Exception $exception) {
                $output->writeln('The configuration cannot be read; name sources by --source.');
                $output->writeln($exception->getMessage());
                return self::FAILURE;
            }
        }
        $offered = $this->parts->list('sources');
        $unknown = [...array_diff($sources, $offered), ...array_diff($extras, self::EXTRAS)];
        if ($unknown !== [] || $sources === []) {
            $output->writeln(sprintf('Not known: %s.', implode(', ', $unknown) ?: 'no source was named'));
            $output->writeln(sprintf('--source takes %s; --with takes journeys, seal.', implode(', ', $offered)));
            return self::INVALID;
        }
        return $this->write($sources, array_values(array_unique($extras)), $output);
    }

    /**
     * Writes the file.
     *
     * @param string[] $sources
     * @param string[] $extras
     * @param OutputInterface $output
     */
    private function write(array $sources, array $extras, OutputInterface $output): int
    {
        $code = $this->assembler->assemble($sources, $extras);
        $inside = array_values(array_unique([...$sources, 'manual']));
        sort($inside, SORT_STRING);
        try {
            $file = $this->parts->write($code, [
                'sources' => $inside,
                'events' => ['attributes', 'magento'],
                'collectors' => ['json'],
                'extras' => $extras,
            ]);
            $cleared = $this->deployed->clear();
        } catch (FileSystemException $exception) {
            $output->writeln($exception->getMessage());
            return self::FAILURE;
        }
        $names = implode(', ', [...$inside, ...$extras]);
        $output->writeln(sprintf('%s: %d bytes, with %s', $file, strlen($code), $names));
        if ($cleared > 0) {
            $output->writeln(sprintf('%d deployed copies of the former file were deleted.', $cleared));
        }
        $output->writeln('Deploy static content now: bin/magento setup:static-content:deploy');
        return self::SUCCESS;
    }

    /**
     * Reads which sources and extras the store views ask for that are switched on.
     *
     * @return array{string[], string[]}
     */
    private function readConfiguration(): array
    {
        $sources = [];
        $extras = [];
        foreach ($this->stores->getStores() as $store) {
            $sources = [...$sources, ...$this->config->sources($store->getCode())];
            try {
                $manifest = $this->manifests->get($store->getCode());
            } catch (ManifestProblems) {
                continue;
            }
            $extras = $manifest === null ? $extras : [...$extras, ...$this->needs->extrasOf($manifest)];
        }
        return [array_values(array_unique($sources)), array_values(array_unique($extras))];
    }
}
