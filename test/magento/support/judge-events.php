<?php

/**
 * Reads { manifest, now, collector, events: [JSON text] } and prints the collector's reason for each event, or null.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Collector\ConsentCheck;
use Headgate\Tracking\Collector\EventCheck;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Collector\PayloadCheck;
use Headgate\Tracking\Collector\StampShape;
use Headgate\Tracking\Collector\TaggedShape;
use Headgate\Tracking\Collector\TextCheck;
use Headgate\Tracking\Manifest\Manifest;

$given = json_decode((string)stream_get_contents(STDIN), false, 64, JSON_THROW_ON_ERROR);
$instant = new Instant();
$stamp = new StampShape($instant);
$shape = new TaggedShape($instant, $stamp);
$check = new EventCheck($shape, new ConsentCheck($stamp), new PayloadCheck(new TextCheck()), $instant);
$reasons = [];
foreach ($given->events as $text) {
    $event = json_decode($text, false, 16);
    $reasons[] = $check->find(new Manifest($given->manifest), $event, $given->now, $given->collector);
}
echo json_encode($reasons);
