<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Manifest\Region;
use Headgate\Tracking\Storage\DatabaseInterface;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\Eraser;
use Headgate\Tracking\Storage\EventRow;
use Headgate\Tracking\Storage\EventStore;
use Headgate\Tracking\Storage\RateLimit;
use Headgate\Tracking\Storage\RecentReceipts;
use Headgate\Tracking\Storage\RowCipher;
use Headgate\Tracking\Storage\ShopKeys;
use Headgate\Tracking\Storage\StoredEvent;
use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;

/**
 * Puts the collector together where there is no dependency injection.
 */
class EndpointFactory
{
    /**
     * Makes the collector on a database, with the shop's keys.
     *
     * @param DatabaseInterface $database
     * @param ShopKeys $keys
     */
    public function create(DatabaseInterface $database, ShopKeys $keys): Endpoint
    {
        $instant = new Instant();
        $shape = new TaggedShape($instant, new StampShape());
        $payload = new PayloadCheck(new TextCheck());
        $subjects = new SubjectKeys($keys);
        $cipher = new RowCipher($keys);
        $networks = new SenderNetwork();
        $bodies = new BodyReader($instant, new Inflater(), new RowReader($instant));
        $guard = new Guard(new RateLimit($database, $keys), $networks);
        $stored = new StoredEvent($cipher);
        $accept = new AcceptEvents(
            $bodies,
            $guard,
            new EventCheck($shape, new ConsentCheck(), $payload, new ReceiptShape($instant), $instant),
            new EventStore($database, new EventRow($instant, $cipher), $subjects, new Region()),
            new ConsentTrace($keys, $networks),
            new RecentReceipts($database),
            new Withdrawal(new ForwardQueue($database, $stored), $instant),
            $database
        );
        $erasure = new SubjectStore($database, $subjects, new Eraser($database), $stored);
        return new Endpoint(
            new EndpointStore($database),
            $guard,
            $accept,
            new EraseEvents($bodies, $guard, $erasure)
        );
    }
}
