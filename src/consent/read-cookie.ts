/** The value of the first cookie after this text, which ends with its name and `=`; decoded, and throws where it cannot be. */
export function readCookie(before: string | RegExp): string | undefined {
  const value = `; ${document.cookie}`.split(before)[1]?.split(';')[0];
  return value && decodeURIComponent(value);
}
