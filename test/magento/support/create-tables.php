<?php

/**
 * Creates the tables that etc/db_schema.xml declares: `php create-tables.php DSN [USER PASSWORD]`. In MySQL and MariaDB as
 * setup:upgrade writes them, with the table of store views that they refer to; in SQLite as far as that goes. So the module's
 * statements run on the very schema that a shop gets.
 */

declare(strict_types=1);

/**
 * @return string[] Statements.
 */
function headgateStatements(string $file, string $driver): array
{
    $statements = $driver === 'mysql' ? headgateStores() : [];
    foreach (simplexml_load_file($file)->table as $table) {
        $isMySql = $driver === 'mysql';
        $lines = [];
        foreach ($table->column as $column) {
            $lines[] = $isMySql ? headgateColumn($column) : headgatePlainColumn($column);
        }
        foreach ($table->constraint as $constraint) {
            $lines[] = headgateConstraint($constraint, $isMySql, implode($lines));
        }
        foreach ($isMySql ? $table->index : [] as $index) {
            $lines[] = sprintf('INDEX `%s` (%s)', $index['referenceId'], headgateNames($index));
        }
        $statements[] = sprintf(
            "CREATE TABLE `%s` (\n  %s\n)%s",
            $table['name'],
            implode(",\n  ", array_filter($lines)),
            $isMySql ? " ENGINE={$table['engine']} DEFAULT CHARSET=utf8mb3 COMMENT='{$table['comment']}'" : ''
        );
        foreach ($isMySql ? [] : $table->index as $index) {
            $sql = 'CREATE INDEX `%s` ON `%s` (%s)';
            $statements[] = sprintf($sql, $index['referenceId'], $table['name'], headgateNames($index));
        }
    }
    return $statements;
}

/**
 * @return string[] Magento's own table, as far as it is referred to.
 */
function headgateStores(): array
{
    return [
        'CREATE TABLE IF NOT EXISTS `store` (`store_id` SMALLINT(5) UNSIGNED NOT NULL PRIMARY KEY) ENGINE=innodb',
        'REPLACE INTO `store` VALUES (0), (1), (2), (3)',
    ];
}

function headgateColumn(SimpleXMLElement $column): string
{
    $type = (string)$column->attributes('xsi', true)['type'];
    $sized = [
        'varchar' => 'VARCHAR(' . $column['length'] . ')',
        'smallint' => 'SMALLINT(5)',
        'int' => 'INT(10)',
    ][$type] ?? strtoupper($type);
    return implode(' ', array_filter([
        '`' . $column['name'] . '`',
        $sized,
        (string)$column['unsigned'] === 'true' ? 'UNSIGNED' : '',
        (string)$column['nullable'] === 'false' ? 'NOT NULL' : 'NULL',
        isset($column['default']) ? sprintf("DEFAULT '%s'", $column['default']) : '',
        (string)$column['identity'] === 'true' ? 'AUTO_INCREMENT' : '',
        sprintf("COMMENT '%s'", $column['comment']),
    ]));
}

function headgatePlainColumn(SimpleXMLElement $column): string
{
    $type = (string)$column->attributes('xsi', true)['type'];
    $name = $type === 'varchar' ? 'varchar(' . $column['length'] . ')' : (str_ends_with($type, 'int') ? 'integer' : $type);
    $default = isset($column['default']) ? sprintf(" DEFAULT '%s'", $column['default']) : '';
    $key = (string)$column['identity'] === 'true' ? ' PRIMARY KEY' : '';
    return sprintf('`%s` %s NOT NULL%s%s', $column['name'], $name, $default, $key);
}

function headgateConstraint(SimpleXMLElement $constraint, bool $isMySql, string $before): string
{
    if ((string)$constraint->attributes('xsi', true)['type'] === 'primary') {
        return !$isMySql && str_contains($before, 'PRIMARY KEY') ? '' : 'PRIMARY KEY (' . headgateNames($constraint) . ')';
    }
    if ((string)$constraint->attributes('xsi', true)['type'] === 'unique') {
        return sprintf('CONSTRAINT `%s` UNIQUE (%s)', $constraint['referenceId'], headgateNames($constraint));
    }
    if (!$isMySql && (string)$constraint['referenceTable'] === 'store') {
        return '';
    }
    return sprintf(
        'CONSTRAINT `%s` FOREIGN KEY (`%s`) REFERENCES `%s` (`%s`) ON DELETE %s',
        $constraint['referenceId'],
        $constraint['column'],
        $constraint['referenceTable'],
        $constraint['referenceColumn'],
        $constraint['onDelete']
    );
}

function headgateNames(SimpleXMLElement $element): string
{
    $names = [];
    foreach ($element->column as $column) {
        $names[] = '`' . $column['name'] . '`';
    }
    return implode(', ', $names);
}

function headgateCreateTables(PDO $connection): void
{
    $driver = $connection->getAttribute(PDO::ATTR_DRIVER_NAME);
    $connection->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    if ($driver === 'sqlite') {
        $connection->exec('PRAGMA foreign_keys = ON');
    }
    $file = dirname(__DIR__, 3) . '/examples/products/magento/etc/db_schema.xml';
    foreach (headgateStatements($file, $driver) as $statement) {
        $connection->exec($statement);
    }
}

if (realpath($argv[0] ?? '') === __FILE__) {
    headgateCreateTables(new PDO($argv[1], $argv[2] ?? null, $argv[3] ?? null));
}
