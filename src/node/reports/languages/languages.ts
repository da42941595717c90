import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

/**
 * The texts of the reports, one file a language. English is the measure: a language that lacks one of its texts does not
 * compile, and a test compares what they leave open. A new language is a file here, a line below and one in `LANGUAGES`.
 */
export type Texts = typeof en;

export const LANGUAGES = ['en', 'de', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const TEXTS: { readonly [language in Language]: Texts } = { en, de, fr };

/** Where in the world a language is taken from: it decides how days are written. */
export const LOCALES: { readonly [language in Language]: string } = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' };
