<?php

/**
 * Reads [{ name, url, options, sentAt, batches, few, answers }] and prints what the shop would send of each batch, and how it
 * reads each answer to the few.
 */

declare(strict_types=1);

require dirname(__DIR__) . '/bootstrap.php';

use Headgate\Tracking\Forward\Target;
use Headgate\Tracking\Test\Shop;

$results = [];
foreach (json_decode((string)stream_get_contents(STDIN), false, 64, JSON_THROW_ON_ERROR) as $job) {
    $encoder = Shop::encoders()[$job->name];
    $target = new Target($job->name, $job->url, (array)$job->options);
    $requests = array_map(fn (array $batch): object => $encoder->encode($batch, $job->sentAt, $target), $job->batches);
    $readings = array_map(
        fn (array $answer): ?object => $encoder->read($job->few, $answer[0], $answer[1]),
        $job->answers
    );
    $results[] = [
        'requests' => $requests,
        'readings' => $readings,
        'reads' => $encoder->reads(),
        'maxAge' => $encoder->maxAge(),
    ];
}
echo json_encode($results, JSON_THROW_ON_ERROR);
