<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Storage\Database;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\Eraser;
use Headgate\Tracking\Storage\EventRow;
use Headgate\Tracking\Storage\EventStore;
use Headgate\Tracking\Storage\RateLimit;
use Headgate\Tracking\Storage\SubjectKeys;
use Headgate\Tracking\Storage\SubjectStore;

/**
 * Puts the collector together where there is no dependency injection.
 */
class EndpointFactory
{
    /**
     * Makes the collector on a database.
     *
     * @param Database $database
     */
    public function create(Database $database): Endpoint
    {
        $instant = new Instant();
        $shape = new TaggedShape($instant, new StampShape());
        $keys = new SubjectKeys();
        $bodies = new BodyReader($instant, $shape);
        $guard = new Guard(new RateLimit($database));
        $payload = new PayloadCheck(new TextCheck());
        $check = new EventCheck($shape, new ConsentCheck(), $payload, new ReceiptShape($instant), $instant);
        $store = new EventStore($database, new EventRow($instant), $keys);
        return new Endpoint(
            new EndpointStore($database),
            $guard,
            new AcceptEvents($bodies, $guard, $check, $store, $database),
            new EraseEvents($bodies, $guard, new SubjectStore($database, $keys, new Eraser($database)))
        );
    }
}
