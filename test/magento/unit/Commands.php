<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

trait Commands
{
    /**
     * @param array<string,mixed> $options
     * @return array{int, string}
     */
    private function runCommand(object $command, array $options): array
    {
        $input = $this->createStub(InputInterface::class);
        $input->method('getOption')->willReturnCallback(
            fn (string $name): mixed => $options[$name] ?? $command->options[$name][1] ?? null
        );
        $output = new class implements OutputInterface {
            public string $text = '';

            public function writeln(string|iterable $messages, int $options = 0): void
            {
                foreach (is_string($messages) ? [$messages] : $messages as $line) {
                    $this->text .= $line . "\n";
                }
            }
        };
        return [$command->run($input, $output), $output->text];
    }
}
