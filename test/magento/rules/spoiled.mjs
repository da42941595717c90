/**
 * For each rule a text that it must find fault with: a rule that finds nothing anywhere checks nothing.
 */
import { phpRules } from './php-rules.mjs';
import { xmlRules } from './xml-rules.mjs';

/** @import { SourceFile } from '../files.mjs' */

const CLASS = '<?php\n\ndeclare(strict_types=1);\n\n/**\n * A class.\n */\nclass A\n{\nBODY\n}\n';
const METHOD = '    /**\n     * Does it.\n     */\n    public function a(): void\n    {\n        BODY\n    }';

/** @param {string} statement */
const inMethod = (statement) => CLASS.replace('BODY', () => METHOD.replace('BODY', () => statement));

/** Texts by rule: of a class, or of a template where the name says so. @type {Record<string, string[]>} */
const php = {
  'declares strict types': ['<?php\n\nnamespace A;\n'],
  'documents every class and method': [
    CLASS.replace('BODY', '    private function a(): void\n    {\n    }'),
    CLASS.replace('BODY', '    protected static function a(): void\n    {\n    }'),
    '<?php\n\ndeclare(strict_types=1);\n\nabstract class A\n{\n}\n',
    '<?php\n\ndeclare(strict_types=1);\n\ninterface A\n{\n}\n',
  ],
  'keeps lines to 120 characters': [`<?php // ${'x'.repeat(120)}\n`],
  'has no object manager': [inMethod('ObjectManager::getInstance()->get(A::class);')],
  'has no superglobals but in the entry': ['$_SERVER["a"]', '$_COOKIE', '$_GET["a"]', '$GLOBALS["a"]'].map(inMethod),
  'has no discouraged functions': ['md5("a");', 'unserialize($a);', 'eval($a);', 'exec($a);', 'var_dump($a);'].map(
    inMethod,
  ),
  'has no final and no static methods': [
    CLASS.replace('class A', 'final class A'),
    CLASS.replace('BODY', METHOD.replace('public', 'public static')),
  ],
  'escapes all output of templates': ['<b><?= $viewModel->getName() ?></b>', '<b title="<?= __("a") ?>"></b>'],
  'keeps logic and helpers out of templates': [
    '<?= $this->getName() ?>',
    '<?php echo 1 ?>',
    '<?php $a = new Thing() ?>',
  ],
  'writes nothing into the answer but in the entry': [inMethod("echo 'a';"), inMethod('print $a;')],
  'needs nothing newer than PHP 8.1': [
    CLASS.replace('class A', 'readonly class A'),
    CLASS.replace('BODY', "    private const string A = 'a';"),
    CLASS.replace('BODY', METHOD.replace(': void', ': true')),
    CLASS.replace('BODY', `    #[\\Override]\n${METHOD}`),
    CLASS.replace('BODY', '    public private(set) string $a;'),
    ...['json_validate($a);', '$b = A::{$c};', 'array_find($a, $b);', 'mb_trim($a);', '$a = new A()->b();'].map(
      inMethod,
    ),
  ],
  'marks parameters that may be null': [
    CLASS.replace('BODY', METHOD.replace('a()', 'a(Thing $b = null)')),
    CLASS.replace('BODY', METHOD.replace('a()', 'a(string $b = null)')),
  ],
};

/** What is replaced in which file, by rule. @type {Record<string, [file: string, from: string, to: string][]>} */
const xml = {
  'names the schema of each file': [['etc/acl.xml', 'Acl/etc/acl.xsd', 'Acl/etc/acls.xsd']],
  'names classes and methods that exist': [
    ['storefront/etc/crontab.xml', 'Cron\\PurgeExpired', 'Cron\\PurgeAll'],
    ['etc/queue_consumer.xml', '::process', '::proceed'],
  ],
  'names templates and scripts that exist': [
    ['layout/headgate_active.xml', 'js/undo.min.js', 'js/redo.min.js'],
    ['headgate_map_index.xml', 'map.phtml', 'maps.phtml'],
  ],
  'gives scripts only attributes that layouts allow, and defers them': [
    ['layout/headgate_active.xml', 'defer="true"', 'data-site="1" defer="true"'],
    ['layout/headgate_active.xml', ' defer="true"', ''],
    ['layout/headgate_active.xml', 'headgate.min.js', 'headgate.js'],
  ],
  'declares every resource of roles that is asked for': [
    ['etc/acl.xml', 'Headgate_Tracking::map', 'Headgate_Tracking::m'],
  ],
  'has a default for each field of the configuration, and a field for each default': [
    ['etc/config.xml', '<withdraw_link>1</withdraw_link>', ''],
    ['adminhtml/system.xml', '<field id="max_bytes" translate', '<field id="maximum" translate'],
  ],
  'has a whitelist of all that it declares in the database': [
    ['etc/db_schema.xml', 'name="tier"', 'name="level"'],
    ['etc/db_schema.xml', 'HEADGATE_EVENT_EXPIRES_AT', 'HEADGATE_EVENT_EXPIRY'],
  ],
  'gives each value of the policy an id and a type': [
    [
      'etc/csp_whitelist.xml',
      '<policy id="connect-src"/>',
      '<policy id="connect-src"><values><value type="host">a</value></values></policy>',
    ],
  ],
  'publishes, binds and consumes the same topic': [
    ['etc/queue_publisher.xml', 'headgate.forward', 'headgate.forwards'],
  ],
};

/**
 * Lists the rules that find no fault where there is one, and those that nothing is spoiled for.
 *
 * @param {SourceFile[]} files of the module, as they are
 */
export function findBlindRules(files) {
  const blindPhp = Object.entries(phpRules).flatMap(([name, rule]) => {
    const texts = php[name] ?? [];
    const isTemplate = name.includes('template');
    const isBlind = (/** @type {string} */ text) => rule(toFile(isTemplate ? 'a.phtml' : 'A.php', text)).length === 0;
    return texts.length === 0
      ? [`${name}: nothing is spoiled`]
      : texts.filter(isBlind).map((text) => `${name}: ${text}`);
  });
  const blindXml = Object.entries(xmlRules).flatMap(([name, rule]) => {
    const spoils = xml[name] ?? [];
    const isBlind = (/** @type {[string, string, string]} */ spoil) => rule(spoilFile(files, spoil)).length === 0;
    return spoils.length === 0
      ? [`${name}: nothing is spoiled`]
      : spoils.filter(isBlind).map(([file]) => `${name}: ${file}`);
  });
  return [...blindPhp, ...blindXml];
}

/** @param {SourceFile[]} files @param {[string, string, string]} spoil */
function spoilFile(files, [ending, from, to]) {
  return files.map((file) => {
    if (!file.path.endsWith(ending)) return file;
    if (!file.text.includes(from)) throw new Error(`${file.name} has no ${from} to spoil.`);
    return toFile(
      file.path,
      file.text.replace(from, () => to),
      file.name,
    );
  });
}

/** @param {string} path @param {string} text @returns {SourceFile} */
function toFile(path, text, name = path) {
  return { path, name, text, lines: text.split('\n') };
}
