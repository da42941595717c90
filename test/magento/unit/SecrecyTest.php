<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Storage\EventQuery;
use Headgate\Tracking\Storage\RowCipher;
use Headgate\Tracking\Storage\ShopKeys;
use PHPUnit\Framework\TestCase;
use stdClass;

/**
 * What a copy of the database tells of a person: nothing.
 */
class SecrecyTest extends TestCase
{
    private const FORMER = 'a-key-of-the-first-year';
    private const PRESENT = 'a-key-of-the-second-year';

    private World $world;

    protected function setUp(): void
    {
        $this->world = new World();
        $this->world->publish();
    }

    private function rating(int $number, string $customer): stdClass
    {
        return World::event($number, [
            'event' => 'rating', 'tier' => 'personal', 'retentionDays' => 10, 'data' => ['customer' => $customer],
        ]);
    }

    /**
     * @return array{int, array}
     */
    private function query(): array
    {
        $query = new EventQuery($this->world->database, $this->world->stored());
        return $query->read(['personal', 'pseudonymous'], [], ['event_id', 'asc', 1, 20]);
    }

    public function testStoresWhatIsPersonalEncrypted(): void
    {
        $this->world->post([World::event(1), $this->rating(2, 'alice@example.org')]);
        $dump = '';
        foreach (['headgate_event', 'headgate_event_subject', 'headgate_forward'] as $table) {
            $dump .= json_encode($this->world->database->query("SELECT * FROM $table"));
        }
        $this->assertStringContainsString('TENT-1', $dump, 'tier pseudonymous is stored as it was sent');
        $this->assertStringNotContainsString('alice', $dump);
    }

    public function testReadsItBackForThoseWhoMay(): void
    {
        $rating = $this->rating(2, 'alice');
        $this->world->post([World::event(1), $rating]);
        [, $rows] = $this->query();
        $this->assertEquals($rating, $rows[1]['tagged']);
        $this->assertSame('{}', $rows[1]['consent_proof']);
        $this->assertEquals(World::event(1), $rows[0]['tagged']);
        $this->assertEquals([$rating], $this->world->subjects()->export(['customer' => 'alice']));
    }

    public function testReadsAndFindsWhatWasStoredUnderAFormerKey(): void
    {
        $this->world->keys = new ShopKeys(self::FORMER);
        $this->world->post([$this->rating(1, 'alice')]);
        $this->world->keys = new ShopKeys(self::FORMER . "\n" . self::PRESENT);
        $this->world->post([$this->rating(2, 'alice')]);
        $this->assertEquals(
            [$this->rating(1, 'alice'), $this->rating(2, 'alice')],
            $this->world->subjects()->export(['customer' => 'alice'])
        );
        $this->assertSame(2, $this->world->subjects()->erase(['customer' => 'alice']));
    }

    public function testNamesWhatItCannotReadAnyMore(): void
    {
        $this->world->post([$this->rating(1, 'alice')]);
        $cipher = new RowCipher(new ShopKeys('another'));
        [$row] = $this->world->database->query('SELECT tagged FROM headgate_event');
        $this->assertNull($cipher->open($row['tagged'], World::event(1)->id . '.tagged'));
    }

    public function testTakesNoRowInThePlaceOfAnother(): void
    {
        $this->world->post([$this->rating(1, 'alice'), $this->rating(2, 'bob')]);
        $rows = $this->world->database->query('SELECT tagged FROM headgate_event ORDER BY event_id');
        $cipher = new RowCipher($this->world->keys);
        $this->assertNotNull($cipher->open($rows[0]['tagged'], World::event(1)->id . '.tagged'));
        $this->assertNull($cipher->open($rows[0]['tagged'], World::event(2)->id . '.tagged'));
        $this->assertNull($cipher->open(substr($rows[0]['tagged'], 0, -4) . 'AAAA', World::event(1)->id . '.tagged'));
    }

    public function testFindsNoCustomerByTryingAllNumbers(): void
    {
        $this->world->post([$this->rating(1, '42')]);
        $guess = hash('sha256', 'customer=42');
        $this->assertSame(0, $this->world->count('headgate_event_subject', "subject = '$guess'"));
        $this->assertSame(1, $this->world->count('headgate_event_subject'));
    }

    public function testWantsAnExplicitGrantForTierSensitiveUnderEveryLaw(): void
    {
        $manifest = World::manifest();
        $manifest->events->health = (object)[
            'purpose' => 'shop', 'tier' => 'sensitive', 'basis' => 'consent', 'categories' => ['analytics'],
            'retentionDays' => 10, 'collectors' => ['shop'], 'fields' => (object)[
                'note' => (object)['type' => 'string', 'data' => 'special', 'protect' => 'seal'],
            ],
        ];
        $this->world->publish(['manifests' => [$manifest]], 'two', 2);
        $jwe = rtrim(strtr(base64_encode('{"alg":"ECDH-ES","enc":"A256GCM"}'), '+/', '-_'), '=') . '..aaaa.bbbb.cccc';
        $health = fn (int $number, array $stamp): stdClass => World::event($number, [
            'event' => 'health', 'tier' => 'sensitive', 'retentionDays' => 10, 'data' => ['note' => $jwe],
            'consent' => World::consent($stamp),
        ]);
        $body = (string)json_encode(['sentAt' => World::iso(World::NOW), 'events' => [
            $health(1, ['regime' => 'opt-out', 'evidence' => 'default']),
            $health(2, ['regime' => 'opt-out', 'evidence' => 'explicit']),
            World::event(3, ['consent' => World::consent(['regime' => 'opt-out', 'evidence' => 'default'])]),
        ]]);
        $answer = World::answer($this->world->send($body, [], World::NOW, '/hg/two/events'));
        $this->assertSame([World::event(2)->id, World::event(3)->id], $answer['accepted']);
        $this->assertSame('consent-not-explicit', $answer['rejected'][0]['reason']);
        $this->assertSame(0, $this->world->count('headgate_event', "tagged LIKE '%$jwe%'"), 'encrypted once more');
    }
}
