/**
 * By what the two files of a script tag know each other. The build puts both in, once the second file is made: a text for its
 * release, and the value of an `integrity` attribute.
 */
export const RELEASE = '__HEADGATE_REL__';
export const INTEGRITY = 'sha384-________________________________________________________________';
