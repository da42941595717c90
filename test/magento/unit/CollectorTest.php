<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Response;
use PHPUnit\Framework\TestCase;
use stdClass;

class CollectorTest extends TestCase
{
    private const SECRET = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    public function testStoresAnEventWithItsLegalTags(): void
    {
        $event = World::event(1);
        $this->assertSame(
            ['accepted' => [$event->id], 'rejected' => [], 'accepts' => ['rows', 'gzip']],
            World::answer($this->world->post([$event]))
        );
        $row = $this->world->database->query('SELECT * FROM headgate_event')[0];
        $this->assertSame(
            ['1', 'add_to_cart', 'pseudonymous', 'shop', 'consent', '30', 'granted', 'magento', '{}'],
            array_map(strval(...), [
                $row['store_id'], $row['event'], $row['tier'], $row['purpose'], $row['basis'], $row['retention_days'],
                $row['consent_state'], $row['consent_source'], $row['consent_proof'],
            ])
        );
        $this->assertSame(gmdate('Y-m-d H:i:s', (int)(World::NOW / 1000) - 1 + 30 * 86400), $row['expires_at']);
        $this->assertEquals($event, json_decode($row['tagged']));
    }

    public function testStoresAnEventOnceHoweverOftenItArrives(): void
    {
        $first = World::event(1);
        $forged = World::event(1, ['data' => ['sku' => 'OTHER']]);
        $this->world->post([$first, $first]);
        $answer = World::answer($this->world->post([$forged, World::event(2)]));
        $this->assertSame([$first->id, World::event(2)->id], $answer['accepted']);
        $this->assertSame(2, $this->world->count('headgate_event'));
        $this->assertSame(1, $this->world->count('headgate_event', "tagged LIKE '%TENT-1%' AND event_id LIKE '%1'"));
    }

    public function testRejectsWhatIsWrongAndTakesTheRest(): void
    {
        $answer = World::answer($this->world->post([
            World::event(1, ['data' => ['sku' => 'A', 'email' => 'a@b.example']]),
            World::event(2, ['event' => 'unheard_of']),
            World::event(3, ['tier' => 'anonymous']),
            World::event(4, ['event' => 'elsewhere', 'tier' => 'anonymous', 'basis' => 'contract',
                'categories' => [], 'retentionDays' => 10, 'data' => (object)[]]),
            World::event(5),
            World::event(6, ['id' => 'x']),
        ]));
        $this->assertSame([World::event(5)->id], $answer['accepted']);
        $this->assertSame(
            ['invalid-data', 'unknown-event', 'tier-mismatch', 'not-a-recipient', 'invalid-id'],
            array_column($answer['rejected'], 'reason')
        );
        $this->assertSame(1, $this->world->count('headgate_event'));
    }

    public function testRejectsEventsWithoutConsentThatCounts(): void
    {
        $stamp = (array)World::event()->consent->captured;
        $with = fn (array $captured, array $released = []): array => ['consent' =>
            ['captured' => $captured + $stamp] + ($released ? ['released' => $released + $stamp] : [])];
        $answer = World::answer($this->world->post([
            World::event(1, $with(['state' => 'undecided'])),
            World::event(2, $with(['state' => 'denied'], ['state' => 'granted'])),
            World::event(3, $with(['evidence' => 'implied'])),
            World::event(4, $with(['state' => 'undecided', 'evidence' => 'default'], ['state' => 'granted'])),
        ]));
        $this->assertSame(
            ['consent-missing', 'consent-denied', 'consent-not-explicit'],
            array_column($answer['rejected'], 'reason')
        );
        $this->assertCount(1, $answer['accepted']);
    }

    public function testTakesReceiptsOfConsent(): void
    {
        $this->assertCount(1, World::answer($this->world->post([World::receipt()]))['accepted']);
        $this->assertSame(1, $this->world->count('headgate_event', 'is_receipt = 1'));
    }

    /**
     * @return array<string, mixed> The same as World::event(1) and World::event(2), and one of another kind.
     */
    private static function rows(): array
    {
        $shared = fn (stdClass $event): array =>
            array_diff_key((array)$event, ['id' => 1, 'time' => 1, 'expires' => 1, 'data' => 1]);
        $rating = World::event(3, ['event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10]);
        return [
            'sentAt' => World::iso(World::NOW),
            'from' => World::NOW - 1000,
            'shared' => [
                $shared(World::event()) + ['fields' => ['sku']],
                $shared($rating) + ['fields' => ['customer']],
            ],
            'rows' => [
                [0, World::event(1)->id, 0, 'TENT-1'],
                [0, '-7000-8000-000000000002', 0, 'TENT-1'],
                [1, World::event(3)->id, 0, str_repeat('a', 43)],
            ],
        ];
    }

    /**
     * @return array<string, array{callable(string): string}>
     */
    public function ways(): array
    {
        return ['as it is' => [fn (string $body): string => $body], 'compressed' => [gzencode(...)]];
    }

    /**
     * @dataProvider ways
     */
    public function testStoresEventsThatComeAsRowsAsIfTheyHadComeInFull(callable $write): void
    {
        $answer = World::answer($this->world->send($write((string)json_encode(self::rows()))));
        $moment = str_pad(dechex(World::NOW - 1000), 12, '0', STR_PAD_LEFT);
        $id = substr($moment, 0, 8) . '-' . substr($moment, 8) . '-7000-8000-000000000002';
        $this->assertSame([World::event(1)->id, $id, World::event(3)->id], $answer['accepted']);
        $tagged = array_column($this->world->database->query('SELECT * FROM headgate_event'), 'tagged', 'event_id');
        $this->assertEquals(World::event(1), json_decode($tagged[World::event(1)->id]));
        $this->assertEquals(World::event(2, ['id' => $id]), json_decode($tagged[$id]));
    }

    public function testStoresOnceWhatComesInFullAndAsRows(): void
    {
        $this->world->post([World::event(1)]);
        $this->world->send((string)gzencode((string)json_encode(self::rows())));
        $this->assertSame(1, $this->world->count('headgate_event', "event_id LIKE '%8000-000000000001'"));
    }

    /**
     * @return array<string, array{int, string, string}>
     */
    public function packed(): array
    {
        $with = fn (array $changes): string => (string)json_encode($changes + self::rows());
        $row = self::rows()['rows'][0];
        $many = ['categories' => array_fill(0, 5000, 'analytics')] + self::rows()['shared'][0];
        return [
            'a bomb' => [413, 'too_large', (string)gzencode(str_repeat(' ', 40 << 20))],
            'a broken stream' => [400, 'invalid_gzip', substr((string)gzencode('{"events":[]}'), 0, -4)],
            'no stream' => [400, 'invalid_gzip', "\x1f\x8b" . str_repeat('x', 100)],
            'no JSON in it' => [400, 'invalid_json', (string)gzencode('{oops')],
            'tags that are not there' => [400, 'not_a_batch', $with(['rows' => [[9, ...array_slice($row, 1)]]])],
            'a place that is none' => [400, 'not_a_batch', $with(['rows' => [['0', ...array_slice($row, 1)]]])],
            'too few values' => [400, 'not_a_batch', $with(['rows' => [array_slice($row, 0, 3)]])],
            'too many values' => [400, 'not_a_batch', $with(['rows' => [[...$row, 1]]])],
            'an id that is none' => [400, 'not_a_batch', $with(['rows' => [[0, 1, 0, 'TENT-1']]])],
            'a time that is none' => [400, 'not_a_batch', $with(['rows' => [[0, $row[1], 1e300, 'TENT-1']]])],
            'a time out of reach' => [400, 'not_a_batch', $with(['from' => PHP_INT_MAX])],
            'a row that is none' => [400, 'not_a_batch', $with(['rows' => [null]])],
            'no start' => [400, 'not_a_batch', $with(['from' => '0'])],
            'too many rows' => [413, 'too_many_events', $with(['rows' => array_fill(0, 101, $row)])],
            'few rows that say much' => [413, 'too_large', (string)gzencode(
                $with(['shared' => [$many], 'rows' => array_fill(0, 100, $row)])
            )],
        ];
    }

    /**
     * @dataProvider packed
     */
    public function testRefusesWhatIsPackedWrong(int $status, string $error, string $body): void
    {
        $before = memory_get_peak_usage();
        $response = $this->world->send($body);
        $this->assertSame([$status, ['error' => $error]], [$response->status, World::answer($response)]);
        $this->assertLessThan(16 << 20, memory_get_peak_usage() - $before);
        $this->assertSame(0, $this->world->count('headgate_event'));
    }

    public function testTakesEventsOfAFormerManifest(): void
    {
        $new = World::manifest();
        $new->version = '2026-12-01';
        $this->world->publish(['manifests' => [$new, World::manifest()]], 'second', 2);
        $body = json_encode(['sentAt' => World::iso(World::NOW), 'events' => [
            World::event(1),
            World::event(2, ['manifest' => '2026-12-01']),
            World::event(3, ['manifest' => '2020']),
        ]]);
        $answer = World::answer($this->world->send((string)$body, [], World::NOW, '/hg/second/events'));
        $this->assertCount(2, $answer['accepted']);
        $this->assertSame('unknown-manifest-version', $answer['rejected'][0]['reason']);
        $this->assertSame(2, $this->world->count('headgate_event', 'store_id = 2'));
    }

    /**
     * @return array<string, array{int, callable(World): Response}>
     */
    public function refusals(): array
    {
        return [
            'another site' => [403, fn (World $w) => $w->post([], ['origin' => 'https://evil.example'])],
            'a cross-site fetch' => [403, fn (World $w) => $w->post([], ['sec-fetch-site' => 'cross-site'])],
            'a form' => [415, fn (World $w) => $w->post([], ['content-type' => 'application/x-www-form-urlencoded'])],
            'a compressed body' => [415, fn (World $w) => $w->post([], ['content-encoding' => 'gzip'])],
            'no JSON' => [400, fn (World $w) => $w->send('{oops')],
            'bytes that are no UTF-8' => [400, fn (World $w) => $w->send("{\"a\":\"\xff\"}")],
            'half a surrogate pair' => [400, fn (World $w) => $w->send('{"a":"\\ud83d"}')],
            'no batch' => [400, fn (World $w) => $w->send('{"events":[]}')],
            'a list' => [400, fn (World $w) => $w->send('[]')],
            'too many bytes' => [413, fn (World $w) => $w->send(str_repeat(' ', 65537))],
            'too many events' => [413, fn (World $w) => $w->post(array_fill(0, 101, World::event()))],
            'another store view' => [404, fn (World $w) => $w->send('{}', [], World::NOW, '/hg/other/events')],
            'another path' => [404, fn (World $w) => $w->send('{}', [], World::NOW, '/hg/default/else')],
            'GET' => [405, fn (World $w) => $w->send('', [], World::NOW, '/hg/default/events', 'GET')],
        ];
    }

    /**
     * @dataProvider refusals
     */
    public function testRefuses(int $status, callable $send): void
    {
        $response = $send($this->world);
        $this->assertSame($status, $response->status);
        $this->assertArrayHasKey('error', World::answer($response));
        $this->assertSame(0, $this->world->count('headgate_event'));
    }

    public function testAnswersWithoutCookiesAndWithoutCaching(): void
    {
        $headers = $this->world->post([World::event()])->headers();
        $this->assertArrayNotHasKey('Set-Cookie', $headers);
        $this->assertSame('no-store', $headers['Cache-Control']);
    }

    public function testBoundsWhatASenderMaySendInAMinute(): void
    {
        $batch = array_map(World::event(...), range(1, 100));
        for ($sent = 0; $sent < 3; $sent++) {
            $this->assertSame(200, $this->world->post($batch)->status);
        }
        $response = $this->world->post([World::event(101)]);
        $this->assertSame(429, $response->status);
        $this->assertGreaterThan(0, (int)$response->headers()['Retry-After']);
        $body = (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => [World::event(102)]]);
        $other = $this->world->send($body, [], World::NOW, '/hg/default/events', 'POST', '192.0.2.2');
        $this->assertSame(200, $other->status);
        $this->assertSame(200, $this->world->post([World::event(103)], [], World::NOW + 60_000)->status);
        $buckets = $this->world->database->query('SELECT bucket FROM headgate_rate');
        $this->assertSame(['64'], array_values(array_unique(array_map(
            fn (array $row): string => (string)strlen($row['bucket']),
            $buckets
        ))));
    }

    public function testBoundsWhatAStoreViewTakesInAMinute(): void
    {
        $limits = ['maxBytes' => 65536, 'maxEvents' => 100, 'perMinute' => 2, 'perMinuteOfClient' => 100];
        $this->world->publish(['limits' => $limits], 'small', 3);
        $body = (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => [World::event()]]);
        $statuses = [];
        foreach (['192.0.2.1', '192.0.2.2', '192.0.2.3'] as $client) {
            $statuses[] = $this->world->send($body, [], World::NOW, '/hg/small/events', 'POST', $client)->status;
        }
        $this->assertSame([200, 200, 429], $statuses);
    }

    public function testAsksToComeBackWhereTheDatabaseFails(): void
    {
        $this->world->connection->exec('ALTER TABLE headgate_event RENAME TO headgate_gone');
        $log = ini_set('error_log', '/dev/null');
        $response = $this->world->post([World::event()]);
        ini_set('error_log', (string)$log);
        $this->assertSame(503, $response->status);
        $this->assertSame('30', $response->headers()['Retry-After']);
        $this->assertStringNotContainsString('headgate_event', $response->body());
    }

    public function testErasesByTheSecretOfTheDeviceAndKeepsReceipts(): void
    {
        $this->world->postFrom($this->hashOf(self::SECRET), [World::event(1), World::event(2), World::receipt()]);
        $this->world->postFrom($this->hashOf(str_repeat('b', 43)), [World::event(3)]);
        $this->world->post([World::event(4)]);
        $this->assertSame(['erased' => 2], $this->erase(['secret' => self::SECRET]));
        $this->assertSame(3, $this->world->count('headgate_event'));
        $this->assertSame(1, $this->world->count('headgate_event', 'is_receipt = 1'));
        $this->assertSame(2, $this->world->count('headgate_forward'));
        $this->assertSame(['erased' => 0], $this->erase(['secret' => self::SECRET]));
    }

    public function testErasesByNothingThatOthersHave(): void
    {
        $hash = $this->hashOf(self::SECRET);
        $visitor = str_repeat('a', 43);
        $event = World::event(1, ['data' => ['sku' => 'A', 'visitor' => $visitor]]);
        $this->world->postFrom($hash, [$event]);
        $this->assertSame(['error' => 'secret_needed'], $this->erase(['ids' => [$event->id], 'subject' => []]));
        $this->assertSame(['error' => 'secret_needed'], $this->erase(['subject' => ['visitor' => $visitor]]));
        $this->assertSame(['erased' => 0], $this->erase(['secret' => $hash]));
        $this->assertSame(['error' => 'not_a_secret'], $this->erase(['secret' => 'alice']));
        $this->assertSame(['error' => 'not_a_secret'], $this->erase(['secret' => ['a']]));
        $this->assertSame(1, $this->world->count('headgate_event'));
    }

    public function testStoresNeitherTheSecretNorItsHash(): void
    {
        $hash = $this->hashOf(self::SECRET);
        $this->world->postFrom($hash, [World::event(1)]);
        $rows = json_encode($this->world->database->query('SELECT subject FROM headgate_event_subject'));
        $this->assertStringNotContainsString($hash, (string)$rows);
        $this->assertSame(1, $this->world->count('headgate_event_subject'));
    }

    public function testTakesNoBatchWhoseDeviceIsNoHash(): void
    {
        $this->assertSame(['error' => 'not_a_batch'], World::answer($this->world->postFrom('alice', [World::event(1)])));
        $this->assertSame(0, $this->world->count('headgate_event'));
    }

    private function hashOf(string $secret): string
    {
        return rtrim(strtr(base64_encode(hash('sha256', $secret, true)), '+/', '-_'), '=');
    }

    private function erase(array $body): array
    {
        $path = '/hg/default/events/erase';
        return World::answer($this->world->send((string)json_encode($body), [], World::NOW, $path));
    }
}
