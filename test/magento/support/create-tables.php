<?php

/**
 * Creates the tables that etc/db_schema.xml declares: `php create-tables.php DSN [USER PASSWORD]`. SQLite or MySQL, so the
 * statements of the module run on the very schema that a shop gets. Tables of other modules are left out.
 */

declare(strict_types=1);

/**
 * @return string[] Statements.
 */
function headgateStatements(string $file, string $driver): array
{
    $types = [
        'varchar' => fn (SimpleXMLElement $column): string => 'varchar(' . $column['length'] . ')',
        'smallint' => fn (): string => $driver === 'mysql' ? 'smallint unsigned' : 'integer',
        'int' => fn (): string => $driver === 'mysql' ? 'int unsigned' : 'integer',
    ];
    $statements = [];
    foreach (simplexml_load_file($file)->table as $table) {
        $lines = [];
        foreach ($table->column as $column) {
            $type = (string)$column->attributes('xsi', true)['type'];
            $isIdentity = (string)$column['identity'] === 'true';
            $line = sprintf('`%s` %s NOT NULL', $column['name'], isset($types[$type]) ? $types[$type]($column) : $type);
            $line .= isset($column['default']) ? sprintf(" DEFAULT '%s'", $column['default']) : '';
            $lines[] = $line . ($isIdentity ? ($driver === 'mysql' ? ' AUTO_INCREMENT' : ' PRIMARY KEY') : '');
        }
        foreach ($table->constraint as $constraint) {
            $names = headgateNames($constraint);
            $isPrimary = (string)$constraint->attributes('xsi', true)['type'] === 'primary';
            $hasOwn = $driver !== 'mysql' && str_contains(implode($lines), 'PRIMARY KEY');
            if ($isPrimary && !$hasOwn) {
                $lines[] = 'PRIMARY KEY (`' . implode('`, `', $names) . '`)';
            }
            if (!$isPrimary && (string)$constraint['referenceTable'] !== 'store') {
                $lines[] = sprintf(
                    'FOREIGN KEY (`%s`) REFERENCES `%s` (`%s`) ON DELETE %s',
                    $constraint['column'],
                    $constraint['referenceTable'],
                    $constraint['referenceColumn'],
                    $constraint['onDelete']
                );
            }
        }
        $end = $driver === 'mysql' ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb3' : '';
        $statements[] = sprintf("CREATE TABLE `%s` (\n  %s\n)%s", $table['name'], implode(",\n  ", $lines), $end);
        foreach ($table->index as $index) {
            $names = headgateNames($index);
            $statements[] = sprintf(
                'CREATE INDEX `%s` ON `%s` (`%s`)',
                $index['referenceId'],
                $table['name'],
                implode('`, `', $names)
            );
        }
    }
    return $statements;
}

/**
 * @return string[]
 */
function headgateNames(SimpleXMLElement $element): array
{
    $names = [];
    foreach ($element->column as $column) {
        $names[] = (string)$column['name'];
    }
    return $names;
}

function headgateCreateTables(PDO $connection): void
{
    $driver = $connection->getAttribute(PDO::ATTR_DRIVER_NAME);
    $connection->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    if ($driver === 'sqlite') {
        $connection->exec('PRAGMA foreign_keys = ON');
    }
    $file = dirname(__DIR__, 3) . '/examples/magento/module/etc/db_schema.xml';
    foreach (headgateStatements($file, $driver) as $statement) {
        $connection->exec($statement);
    }
}

if (realpath($argv[0] ?? '') === __FILE__) {
    headgateCreateTables(new PDO($argv[1], $argv[2] ?? null, $argv[3] ?? null));
}
