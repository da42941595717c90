/**
 * The values of all cookies of this name, which may be a pattern; decoded, and throws where one cannot be. A path and a domain
 * can each have their own, and which comes first says nothing: who reads them takes the strictest. One `undefined` where
 * there is no cookie.
 */
export function readCookies(
  name: string,
  decode: (text: string) => string = decodeURIComponent,
): readonly (string | undefined)[] {
  const found = [...document.cookie.matchAll(new RegExp(`(?:^|; )${name}=([^;]*)`, 'g'))];
  return found.length ? found.map(([, value]) => decode(value!)) : [undefined];
}
