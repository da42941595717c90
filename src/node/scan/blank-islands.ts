import { blankPhp, PRINTED } from './blank-php.js';

/** What a template language puts between the markup of a page: code that runs on the server, and what is printed there. */
interface Island {
  readonly pattern: RegExp;
  /** Whether it prints something: then a name stands in its place, so that code around it can be parsed. */
  readonly prints: boolean;
}

const COMMENT: Island = { pattern: /\{#[\s\S]*?#\}/g, prints: false };
const PRINT: Island = { pattern: /\{\{[\s\S]*?\}\}/g, prints: true };
const TAG: Island = { pattern: /\{%-?(?!-?\s*(?:raw|verbatim)\b)[\s\S]*?-?%\}/g, prints: false };

const DIRECTIVES =
  'if|elseif|else|endif|foreach|endforeach|for|endfor|forelse|empty|endforelse|isset|endisset|unless|endunless|auth|endauth|guest|endguest|production|endproduction|env|endenv|can|cannot|endcan|endcannot|php|endphp|csrf|method|section|endsection|yield|extends|include\\w*|push|endpush|prepend|endprepend|stack|switch|case|break|continue|default|endswitch|while|endwhile|once|endonce|verbatim|endverbatim|vite|props|class|lang|error|enderror|session|endsession|hasSection|sectionMissing|show|parent';

/** The arguments of a directive of Blade, with brackets in them up to a depth that people write. */
const ARGUMENTS = String.raw`(?:\s*\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))?`;

const LANGUAGES: { readonly [language: string]: readonly Island[] } = {
  twig: [COMMENT, PRINT, TAG],
  liquid: [
    { pattern: /\{%-?\s*(comment|schema|stylesheet|doc)\s*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}/g, prints: false },
    PRINT,
    TAG,
  ],
  blade: [
    { pattern: /\{\{--[\s\S]*?--\}\}/g, prints: false },
    { pattern: /\{!![\s\S]*?!!\}/g, prints: true },
    // `@{{ … }}` leaves its braces to the browser.
    { pattern: /(?<!@)\{\{[\s\S]*?\}\}/g, prints: true },
    { pattern: new RegExp(String.raw`@(?:json|js)${ARGUMENTS}`, 'g'), prints: true },
    { pattern: new RegExp(String.raw`(?<![\w@])@(?:${DIRECTIVES})\b(?![=.:])${ARGUMENTS}`, 'g'), prints: false },
  ],
  embedded: [
    { pattern: /<%(?:--|#)[\s\S]*?%>/g, prints: false },
    { pattern: /<%[=-][\s\S]*?%>/g, prints: true },
    { pattern: /<%[\s\S]*?%>/g, prints: false },
  ],
  handlebars: [
    { pattern: /\{\{!(?:--[\s\S]*?--|[\s\S]*?)\}\}/g, prints: false },
    { pattern: /\{\{\{[\s\S]*?\}\}\}/g, prints: true },
    { pattern: /\{\{~?[#/^>][\s\S]*?\}\}/g, prints: false },
    PRINT,
  ],
};

const BY_NAME: readonly (readonly [ending: RegExp, language: string])[] = [
  [/\.blade\.php$/, 'blade'],
  [/\.liquid$/, 'liquid'],
  [/\.(twig|njk|nunjucks|jinja2?|j2)$/, 'twig'],
  [/\.(erb|ejs|eta)$/, 'embedded'],
  [/\.(hbs|handlebars|mustache)$/, 'handlebars'],
];

/** Returns the template language of a file by its name; `undefined` where that is HTML, PHP or a component. */
function languageOf(file: string): string | undefined {
  return BY_NAME.find(([ending]) => ending.test(file))?.[1];
}

/** Whether braces in a file are those of a server's template language, and no code of the page. */
export function hasServerBraces(file: string): boolean {
  return languageOf(file) !== undefined;
}

/** Blanks what runs on a server, of PHP and of the file's template language; every character keeps its place. */
export function blankIslands(text: string, file: string): string {
  const islands = LANGUAGES[languageOf(file) ?? ''] ?? [];
  return islands.reduce(
    (blanked, { pattern, prints }) => blanked.replace(pattern, (one) => toBlank(one, prints)),
    blankPhp(text),
  );
}

function toBlank(island: string, prints: boolean): string {
  const blank = island.replace(/[^\n]/g, ' ');
  const [line = ''] = blank.split('\n');
  return prints && line.length >= PRINTED.length ? PRINTED + blank.slice(PRINTED.length) : blank;
}
