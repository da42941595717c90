/** The phrases of the admin and the storefront, against their translations. */
import { readFiles } from './files.mjs';

/** A phrase that stands in code as it is; those that are put together come from lists, and are in the files all the same. */
const IN_PHP = /__\(\s*'((?:[^'\\]|\\.)*)'/g;
const IN_XML = /<(?:label|comment|title)[^>]*>([^<]+)<|\stitle="([^"]+)"/g;
const ROW = /^"((?:[^"]|"")*)","((?:[^"]|"")*)"$/;

/**
 * Finds phrases that a language lacks, and translations that lost a place for a value.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function comparePhrases(folder) {
  const languages = readFiles(folder, ['.csv']).map(({ name, text }) => ({ name, phrases: readRows(name, text) }));
  const [first, ...others] = languages;
  if (!first || others.length < 2) return ['there are not three languages'];
  const known = new Set(languages.flatMap(({ phrases }) => [...phrases.keys()]));
  const faults = findPhrases(folder)
    .filter((phrase) => !known.has(phrase))
    .map((phrase) => `${JSON.stringify(phrase)} is in no language`);
  for (const { name, phrases } of languages) {
    for (const phrase of known) {
      const translated = phrases.get(phrase);
      if (translated === undefined) faults.push(`${name}: without ${phrase}`);
      else if (placesIn(translated) !== placesIn(phrase)) faults.push(`${name}: other places for values in ${phrase}`);
    }
  }
  return faults;
}

/** @param {string} name @param {string} text @returns {Map<string, string>} */
function readRows(name, text) {
  const rows = text.trimEnd().split('\n');
  return new Map(
    rows.map((row) => {
      const [, phrase, translated] = ROW.exec(row) ?? [];
      if (phrase === undefined || !translated) throw new Error(`${name}: ${row}`);
      return [phrase.replaceAll('""', '"'), translated.replaceAll('""', '"')];
    }),
  );
}

/** @param {string} folder */
function findPhrases(folder) {
  const inPhp = readFiles(folder, ['.php', '.phtml']).flatMap(({ text }) =>
    [...text.matchAll(IN_PHP)].map(([, phrase = '']) => phrase.replaceAll("\\'", "'")),
  );
  const inXml = readFiles(folder, ['.xml']).flatMap(({ text }) =>
    // Not tidied up: Magento looks for the very text, line feeds included.
    [...text.matchAll(IN_XML)].map(([, content, attribute]) => content ?? attribute ?? '').filter((one) => one.trim()),
  );
  return [...new Set([...inPhp, ...inXml])];
}

/** @param {string} phrase */
function placesIn(phrase) {
  return [...phrase.matchAll(/%\d/g)]
    .map(([place]) => place)
    .sort()
    .join();
}
