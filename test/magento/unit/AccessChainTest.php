<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Console\Command\VerifyCommand;
use Headgate\Tracking\Storage\AccessChain;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\ShopKeys;
use PHPUnit\Framework\TestCase;

/**
 * The log of accesses shows what was done to it.
 */
class AccessChainTest extends TestCase
{
    use Commands;

    private World $world;

    private AccessLog $log;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->log = new AccessLog($this->world->database, $this->world->keys);
        foreach (range(1, 5) as $day) {
            $access = [['ids' => [World::event($day)->id]], $day, "2026-11-0$day 09:00:00"];
            $this->log->write('anna', 'grid', "Complaint $day 🏕", $access);
        }
    }

    private function verify(string $expected = '', ?ShopKeys $keys = null): array
    {
        $keys ??= $this->world->keys;
        $log = new AccessLog($this->world->database, $keys);
        return (new AccessChain($log, $keys))->verify($expected);
    }

    public function testFindsNothingWrongWithALogThatNobodyTouched(): void
    {
        $found = $this->verify();
        $this->assertSame([5, []], [$found['rows'], $found['problems']]);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $found['seal']);
        $this->assertSame([], $this->verify($found['seal'])['problems']);
    }

    /**
     * @return array<string, array{string, string}>
     */
    public function tricks(): array
    {
        return [
            'a changed reason' => ["UPDATE headgate_access SET reason = 'x' WHERE access_id = 3", 'Row 3 is not'],
            'another who' => ["UPDATE headgate_access SET user = 'bert' WHERE access_id = 5", 'Row 5 is not'],
            'fewer rows shown' => ['UPDATE headgate_access SET rows_shown = 0 WHERE access_id = 1', 'Row 1 is not'],
            'a row taken out' => ['DELETE FROM headgate_access WHERE access_id = 3', 'Before row 4'],
            'the first rows taken out' => ['DELETE FROM headgate_access WHERE access_id < 3', 'at the beginning'],
            'a row put in' => [
                'INSERT INTO headgate_access (accessed_at, user, action, reason, scope, rows_shown, previous, seal)'
                . " SELECT accessed_at, user, action, reason, scope, rows_shown, 'x', seal"
                . ' FROM headgate_access WHERE access_id = 2',
                'is not as it was written',
            ],
        ];
    }

    /**
     * @dataProvider tricks
     */
    public function testFinds(string $statement, string $problem): void
    {
        $first = (int)$this->world->database->query('SELECT MIN(access_id) AS id FROM headgate_access')[0]['id'];
        $shifted = fn (array $match): string => $match[1] . ((int)$match[2] + $first - 1);
        $statement = (string)preg_replace_callback('/(access_id [<=] )(\d)/', $shifted, $statement);
        $problem = (string)preg_replace_callback('/([Rr]ow )(\d)/', $shifted, $problem);
        $this->world->connection->exec($statement);
        $this->assertStringContainsString($problem, implode(' ', $this->verify()['problems']));
    }

    public function testFindsWhatIsMissingAtTheEndByASealThatWasKept(): void
    {
        $kept = $this->verify()['seal'];
        $this->world->connection->exec("DELETE FROM headgate_access WHERE reason LIKE 'Complaint 5%'");
        $this->assertSame([], $this->verify()['problems'], 'nothing in the log tells it');
        $this->assertStringContainsString('at the end', implode($this->verify($kept)['problems']));
    }

    public function testTellsRetentionFromTheft(): void
    {
        $kept = $this->verify()['seal'];
        $this->assertSame(3, $this->log->drop('2026-11-03 10:00:00', '2026-11-05 10:00:00'));
        $this->assertSame([3, []], [$this->verify()['rows'], $this->verify()['problems']]);
        $this->assertSame([], $this->verify($kept)['problems']);
        $this->assertSame(0, $this->log->drop('2026-11-03 10:00:00', '2026-11-05 10:00:00'));
        $this->log->drop('2026-12-31 00:00:00', '2026-12-31 00:00:00');
        $this->assertSame([1, []], [$this->verify()['rows'], $this->verify()['problems']]);
    }

    public function testForgesNoSealWithoutTheShopsKey(): void
    {
        $forger = new AccessLog($this->world->database, new ShopKeys('a guess'));
        $forger->write('anna', 'grid', 'Nothing to see', [[], 0, '2026-11-06 09:00:00']);
        $this->assertCount(1, $this->verify()['problems']);
    }

    public function testTakesTheKeysOfFormerYears(): void
    {
        $keys = new ShopKeys("0123456789abcdef0123456789abcdef\na-new-key");
        (new AccessLog($this->world->database, $keys))->write('anna', 'grid', 'Later', [[], 0, '2026-11-06 09:00:00']);
        $this->assertSame([6, []], [$this->verify('', $keys)['rows'], $this->verify('', $keys)['problems']]);
    }

    public function testAnswersOnTheCommandLine(): void
    {
        $command = new VerifyCommand(new AccessChain($this->log, $this->world->keys));
        [$code, $text] = $this->runCommand($command, []);
        $this->assertSame(0, $code);
        $this->assertStringContainsString('Rows: 5. Last seal: ' . $this->verify()['seal'], $text);
        $this->assertSame(2, $this->runCommand($command, ['expect' => 'nonsense'])[0]);
        $this->assertSame(1, $this->runCommand($command, ['expect' => str_repeat('0', 64)])[0]);
    }
}
