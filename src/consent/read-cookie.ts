/** The value of a cookie, decoded; throws where it cannot be. The name is a pattern. */
export function readCookie(name: string): string | undefined {
  const value = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];
  return value && decodeURIComponent(value);
}
