<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Manifest\ManifestProblems;
use PHPUnit\Framework\TestCase;
use stdClass;

class ManifestTest extends TestCase
{
    private function problems(string $json): array
    {
        try {
            (new Shop())->reader()->read($json);
            return [];
        } catch (ManifestProblems $problems) {
            return $problems->problems();
        }
    }

    public function testTakesTheManifestsOfTheExamples(): void
    {
        foreach (['examples/manifest.json', 'test/fixtures/manifests/good.json'] as $file) {
            $this->assertSame([], $this->problems((string)file_get_contents(dirname(__DIR__, 3) . '/' . $file)), $file);
        }
    }

    public function testNamesAllThatIsWrongAtOnce(): void
    {
        $bad = (string)file_get_contents(dirname(__DIR__, 2) . '/fixtures/manifests/bad.json');
        $problems = implode("\n", $this->problems($bad));
        foreach (['version:', '"controler"', 'shaped_wrongly.tier', 'shaped_wrongly.retentionDays'] as $part) {
            $this->assertStringContainsString($part, $problems);
        }
    }

    /**
     * @return array<string, array{callable(stdClass): mixed, string}>
     */
    public function faults(): array
    {
        return [
            'no version' => [fn ($m) => $m->version = 7, 'version'],
            'an unknown key' => [fn ($m) => $m->events->rating->fields->customer->maxLenght = 3, 'maxLenght'],
            'an unknown tier' => [fn ($m) => $m->events->rating->tier = 'secret', 'rating.tier'],
            'no retention' => [fn ($m) => $m->events->rating->retentionDays = 0, 'retentionDays'],
            'an undeclared collector' => [fn ($m) => $m->events->rating->collectors = ['shop', 'else'], '"else"'],
            'a collector named twice' => [fn ($m) => $m->events->rating->collectors = ['shop', 'shop'], 'each name once'],
            'an undeclared purpose' => [fn ($m) => $m->events->rating->purpose = 'else', '"else"'],
            'consent without category' => [fn ($m) => $m->events->rating->categories = [], 'rating.categories'],
            'an identifier in an anonymous event' => [
                fn ($m) => $m->events->elsewhere->fields = (object)['id' => (object)[
                    'type' => 'string', 'data' => 'identifier',
                ]],
                'elsewhere.fields.id.data',
            ],
            'an identifier in clear in a pseudonymous one' => [
                function ($m): void {
                    unset($m->events->add_to_cart->fields->visitor->protect);
                },
                'visitor.protect',
            ],
            'sensitive without a seal' => [fn ($m) => $m->events->rating->tier = 'sensitive', 'sealed'],
            'bounds on text' => [fn ($m) => $m->events->rating->fields->customer->min = 1, 'customer.min'],
            'a private key' => [
                fn ($m) => $m->controller = (object)['publicKey' => (object)['d' => 'x']],
                'publicKey.d',
            ],
            'the reserved name' => [fn ($m) => $m->events->consent_receipt = $m->events->rating, 'reserved'],
        ];
    }

    /**
     * @dataProvider faults
     */
    public function testFinds(callable $spoil, string $named): void
    {
        $manifest = World::manifest();
        $this->assertSame([], $this->problems((string)json_encode($manifest)));
        $spoil($manifest);
        $this->assertStringContainsString($named, implode("\n", $this->problems((string)json_encode($manifest))));
    }

    public function testSaysWhatIsNoManifestAtAll(): void
    {
        $this->assertStringContainsString('not JSON', $this->problems('{')[0]);
        $this->assertStringContainsString('no object', $this->problems('[]')[0]);
        $this->assertStringContainsString('1 MiB', $this->problems(str_repeat(' ', 1_048_577))[0]);
    }
}
