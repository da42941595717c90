/** Bytes as base64url, without padding. Not spread over arguments: WebKit takes 65,536 of them. */
export function toBase64Url(bytes: ArrayBuffer | Uint8Array): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replace(/[+/=]/g, (char) => ({ '+': '-', '/': '_' })[char] ?? '');
}
