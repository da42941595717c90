<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use PHPUnit\Framework\TestCase;
use ReflectionClass;
use Symfony\Component\Console\Command\Command;

/**
 * Every command that etc/di.xml names tells what it is for.
 */
class CommandTest extends TestCase
{
    /**
     * @return array<string, array{class-string}>
     */
    public function commands(): array
    {
        $commands = [];
        foreach (simplexml_load_file(dirname(__DIR__, 3) . '/examples/products/magento/etc/di.xml')->type as $type) {
            if ((string)$type['name'] !== 'Magento\Framework\Console\CommandListInterface') {
                continue;
            }
            foreach ($type->arguments->argument->item as $item) {
                $commands[(string)$item['name']] = [(string)$item];
            }
        }
        return $commands;
    }

    public function testNamesEveryCommandOfTheModule(): void
    {
        $files = glob(dirname(__DIR__, 3) . '/examples/products/magento/Console/Command/*.php');
        $classes = array_map(fn (string $file): string => 'Headgate\Tracking\Console\Command\\' . basename($file, '.php'), $files);
        $this->assertEqualsCanonicalizing($classes, array_column($this->commands(), 0));
    }

    /**
     * @dataProvider commands
     */
    public function testHasANameADescriptionAndHelp(string $class): void
    {
        $command = (new ReflectionClass($class))->newInstanceWithoutConstructor();
        (new ReflectionClass($class))->getMethod('configure')->invoke($command);
        $this->assertInstanceOf(Command::class, $command);
        $this->assertStringStartsWith('headgate:', $command->name);
        $this->assertStringEndsWith('.', $command->description);
        $this->assertGreaterThan(strlen($command->description), strlen($command->help));
    }
}
