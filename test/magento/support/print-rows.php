<?php

/**
 * Prints the collector's rows as JSON lines, in the order in which they happened: `php print-rows.php DSN [USER]`.
 */

declare(strict_types=1);

$connection = new PDO($argv[1], $argv[2] ?? null);
if (str_starts_with($argv[1], 'sqlite:')) {
    $connection->exec('PRAGMA busy_timeout = 5000');
}
foreach ($connection->query('SELECT * FROM headgate_event ORDER BY event_id')->fetchAll(PDO::FETCH_ASSOC) as $row) {
    echo json_encode($row, JSON_THROW_ON_ERROR), "\n";
}
