/** The value of the first cookie of this name, which may be a pattern; decoded, and throws where it cannot be. */
export function readCookie(name: string): string | undefined {
  const value = `; ${document.cookie}`.match(`; ${name}=([^;]*)`)?.[1];
  return value && decodeURIComponent(value);
}
