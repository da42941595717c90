<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Console\Command\ScriptCommand;
use Headgate\Tracking\Model\Config\Source\ConsentSources;
use Headgate\Tracking\Model\DeployedScript;
use Headgate\Tracking\Script\Assembler;
use Headgate\Tracking\Script\Needs;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Filesystem\Driver\File;
use PHPUnit\Framework\TestCase;

class ScriptTest extends TestCase
{
    use Commands;

    private Shop $shop;

    protected function setUp(): void
    {
        $this->shop = new Shop();
    }

    protected function tearDown(): void
    {
        $this->shop->removeFiles();
    }

    private function command(): ScriptCommand
    {
        $parts = $this->shop->parts();
        return new ScriptCommand(
            $parts,
            new Assembler($parts),
            new Needs($parts),
            $this->shop->config(),
            $this->shop->manifests(),
            $this->shop->stores(),
            new DeployedScript(new DirectoryList([DirectoryList::STATIC_VIEW => $this->static()]), new File())
        );
    }

    private function static(): string
    {
        $this->shop->parts();
        return $this->shop->folder . '/pub/static';
    }

    private function script(): string
    {
        return (string)file_get_contents($this->shop->folder . '/view/frontend/web/js/headgate.min.js');
    }

    public function testPublishesNothingThatAsksASourceTheScriptHasNot(): void
    {
        $this->shop->config['headgate/consent/sources'] = 'magento,klaro';
        [$problem] = $this->shop->publisher()->publish()['default'];
        $this->assertStringContainsString('without klaro: run bin/magento headgate:script', $problem);
        $this->assertSame(0, $this->shop->world->count('headgate_endpoint'));
        $this->assertSame(0, $this->runCommand($this->command(), [])[0]);
        $this->assertSame([], $this->shop->publisher()->publish()['default']);
    }

    public function testDeletesDeployedCopiesOfTheFormerFileWhichADeploymentWouldLeaveWhereTheyAre(): void
    {
        $scripts = $this->static() . '/frontend/Magento/luma/en_US/Headgate_Core/js';
        mkdir($scripts, 0777, true);
        file_put_contents($scripts . '/headgate.min.js', 'of the last deployment');
        file_put_contents($scripts . '/undo.min.js', 'never changed');
        [$code, $text] = $this->runCommand($this->command(), []);
        $this->assertSame(0, $code);
        $this->assertStringContainsString('1 deployed copies', $text);
        $this->assertFileDoesNotExist($scripts . '/headgate.min.js');
        $this->assertFileExists($scripts . '/undo.min.js');
    }

    public function testPublishesNothingBeforeThereIsAScript(): void
    {
        $this->shop->parts();
        unlink($this->shop->folder . '/etc/script.json');
        $this->assertStringContainsString('no script file yet', $this->shop->publisher()->publish()['default'][0]);
    }

    public function testPutsTheSourcesOfTheConfigurationIntoTheScriptAndWhatTheManifestNeeds(): void
    {
        $manifest = World::manifest();
        $manifest->controller = (object)['name' => 'Acme', 'contact' => 'a@b.example', 'publicKey' => (object)[
            'kty' => 'EC', 'crv' => 'P-256', 'x' => str_repeat('x', 43), 'y' => str_repeat('y', 43),
        ]];
        $manifest->events->rating->fields->customer->protect = 'seal';
        $this->shop->files['app/etc/headgate.json'] = (string)json_encode($manifest);
        $this->shop->config['second:headgate/consent/sources'] = 'klaro';
        [$code, $text] = $this->runCommand($this->command(), []);
        $this->assertSame(0, $code, $text);
        $this->assertStringContainsString('gpc, klaro, magento, manual, seal', $text);
        $this->assertStringContainsString('"klaro":sources_klaro', $this->script());
        $this->assertStringContainsString('createSealer:seal', $this->script());
        $this->assertStringNotContainsString('withJourneys', $this->script());
        $this->assertStringEndsWith("})();\n", $this->script());
    }

    public function testTakesNoSourceThatItDoesNotKnow(): void
    {
        [$code, $text] = $this->runCommand($this->command(), ['source' => ['magento', 'nonsense']]);
        $this->assertSame(2, $code);
        $this->assertStringContainsString('Not known: nonsense', $text);
        $this->assertStringContainsString('gpc, klaro, magento', $text);
        $this->assertSame(2, $this->runCommand($this->command(), ['source' => ['magento'], 'with' => ['x']])[0]);
    }

    public function testSaysWhereItMayNotWrite(): void
    {
        $this->shop->parts();
        exec('rm -r ' . escapeshellarg($this->shop->folder . '/view'));
        [$code, $text] = $this->runCommand($this->command(), ['source' => ['magento']]);
        $this->assertSame([1, "read-only\n"], [$code, $text]);
    }

    public function testOffersEverySourceAndSaysWhichTheScriptHasNot(): void
    {
        $labels = [];
        foreach ((new ConsentSources($this->shop->parts()))->toOptionArray() as $option) {
            $labels[$option['value']] = (string)$option['label'];
        }
        $this->assertSame([
            'gpc' => 'Global Privacy Control (closes only)',
            'magento' => 'Magento cookie restriction mode',
            'onetrust' => 'OneTrust',
            'klaro' => 'Klaro *',
        ], $labels);
    }
}
