/**
 * What Magento's coding standard asks for, as far as a line of text tells it: for machines that do not have the standard. Each
 * rule is a name and a function that finds the faults of one file.
 */

/** @import { SourceFile } from '../files.mjs' */
/** @typedef {(file: SourceFile) => string[]} Rule */

/** Of PHP 8.2, 8.3 and 8.4, as far as a line tells it. */
const NEWER = [
  /\breadonly (?:final |abstract )?class\b|\bnew readonly class\b/,
  /#\[\\?(?:Override|SensitiveParameter|AllowDynamicProperties|Deprecated)\b/,
  /\bconst \??[\w\\|]+ [A-Z_]+ =/,
  /[(:,?] ?(?:true|false|null)(?: [{$]|$)/,
  /\)\s*\|\s*null \$|\((?:\w+&)+\w+\)\|/,
  /::\{\$/,
  /\(set\) /,
  /\bnew [A-Z]\w*\([^()]*\)->/,
  /(?<![\w>:$])(?:json_validate|mb_str_pad|mb_trim|mb_ltrim|mb_rtrim|mb_ucfirst|mb_lcfirst|str_increment|str_decrement|array_find|array_find_key|array_any|array_all|ini_parse_quantity|bcdivmod)\(/,
  /\bRandom\\/,
];

/** @type {Record<string, Rule>} */
export const phpRules = {
  'declares strict types': (file) =>
    isTemplate(file) || file.text.includes('declare(strict_types=1);') ? [] : [at(file, 0, 'no strict types')],
  'documents every class and method': (file) =>
    isTemplate(file)
      ? []
      : findLines(
          file,
          /^\s*(?:(?:abstract|public|protected|private|static) )*(?:function \w|class \w|interface \w|trait \w)/,
        )
          .filter((index) => !isDocumented(file, index))
          .map((index) => at(file, index, 'no comment block')),
  'keeps lines to 120 characters': (file) => findLines(file, /^.{121,}$/).map((index) => at(file, index, 'too long')),
  'has no object manager': (file) => find(file, /ObjectManager(?!:etc)/),
  'has no superglobals but in the entry': (file) =>
    find(file, /\$_(?:GET|POST|REQUEST|SERVER|COOKIE|FILES|ENV|SESSION)|\$GLOBALS/).filter(
      (fault) => !fault.includes('pub/collect.php'),
    ),
  'has no discouraged functions': (file) =>
    find(file, /\b(?:md5|sha1|serialize|unserialize|eval|extract|var_dump|print_r|exec|shell_exec|system)\s*\(/).filter(
      (fault) => !/->(?:serialize|exec)\(/.test(fault),
    ),
  'has no final and no static methods': (file) =>
    find(file, /^\s*(?:final |(?:public|private|protected) static function)/),
  'escapes all output of templates': (file) => (isTemplate(file) ? findUnescaped(file) : []),
  'keeps logic and helpers out of templates': (file) =>
    isTemplate(file) ? find(file, /\$this->|<\?php echo|->helper\(|\bnew [A-Z]/) : [],
  'writes nothing into the answer but in the entry': (file) =>
    isTemplate(file) ? [] : find(file, /^\s*(?:echo|print)\b/).filter((fault) => !fault.includes('pub/collect.php')),
  'needs nothing newer than PHP 8.1': (file) => NEWER.flatMap((pattern) => find(file, pattern)),
  // What PHP 8.4 calls deprecated, and Magento's error handler turns into an exception.
  'marks parameters that may be null': (file) => find(file, /(?<![?|\w\\])[\w\\]+ \$\w+ = null\b/),
};

/** @param {SourceFile} file */
function isTemplate(file) {
  return file.path.endsWith('.phtml');
}

/** @param {SourceFile} file @param {number} index @param {string} fault */
function at(file, index, fault) {
  return `${file.name}:${index + 1} ${fault}: ${(file.lines[index] ?? '').trim().slice(0, 100)}`;
}

/** @param {SourceFile} file @param {RegExp} pattern */
function findLines(file, pattern) {
  return file.lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
}

/** Comments may speak of what code may not do. @param {SourceFile} file @param {RegExp} pattern */
function find(file, pattern) {
  return findLines(file, pattern)
    .filter((index) => !/^\s*(?:\*|\/\/|\/\*)/.test(file.lines[index] ?? ''))
    .map((index) => at(file, index, 'not allowed'));
}

/** @param {SourceFile} file @param {number} index */
function isDocumented(file, index) {
  return /\*\/\s*$/.test(file.lines[index - 1] ?? '');
}

/** @param {SourceFile} file */
function findUnescaped(file) {
  const safe = /^\s*(?:\/\* @noEscape \*\/|\(int\)|\(float\)|\$escaper->escape\w+\(|\$block->getBlockHtml\()/;
  return [...file.text.matchAll(/<\?=([\s\S]*?)\?>/g)]
    .filter(([, expression]) => !safe.test(expression ?? ''))
    .map(([whole]) => `${file.name} not escaped: ${whole}`);
}
