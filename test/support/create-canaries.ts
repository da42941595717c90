/** Texts that nobody may find again, as they are and as code on their way writes them. */

/** What people are known by. `stamp` makes it unlike everything else. */
const PERSONAL: readonly ((stamp: string) => string)[] = [
  (stamp) => `alice.${stamp}@mail.example`,
  (stamp) => `alice+${stamp}@mail.example`,
  (stamp) => `Zoë ${stamp} Müller`,
  (stamp) => `+49 30 ${stamp} 55`,
  (stamp) => `(030) ${stamp}-12`,
  (stamp) => `DE89 3704 ${stamp} 0130 00`,
  (stamp) => `4111 1111 ${stamp} 1111`,
  (stamp) => `192.0.2.7/${stamp}`,
  (stamp) => `2001:db8::${stamp}`,
  (stamp) => `12 Rue de ${stamp}, Paris`,
  (stamp) => `session=${stamp}; path=/`,
  (stamp) => `Bearer ${stamp}.eyJzdWIiOiIxIn0.sig`,
  (stamp) => `reset-token-${stamp}`,
  (stamp) => `order #${stamp} "gift"`,
  (stamp) => `1984-02-29 ${stamp}`,
  (stamp) => `https://shop.example/u/${stamp}?name=Bob`,
  (stamp) => `diagnosis: flu & ${stamp}`,
  (stamp) => `gclid.${stamp}`,
  (stamp) => `${stamp}@bücher.example`,
  (stamp) => `<b>${stamp}</b>`,
];

/** How code writes a text. */
const FORMS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(''),
  (text) => text.replace(/./gsu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => Array.from(text).reverse().join(''),
  // As a name in a host name: letters, digits and hyphens.
  (text) => new URL(`http://${text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '')}.example`).hostname,
];

/** Two hundred: each kind of text in each form, with a stamp of its own. */
export function createCanaries(): string[] {
  return PERSONAL.flatMap((write, kind) =>
    FORMS.map((encode, form) => encode(write(`k${Math.random().toString(36).slice(2, 8)}x${kind}y${form}`))),
  );
}

/** Those that stand in one of the texts, as they are, or as JSON, a URL or a form writes them. */
export function findCanaries(canaries: readonly string[], texts: readonly string[]): string[] {
  const haystack = texts.join('\n');
  return canaries.filter((canary) =>
    [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary), encodeURI(canary)].some((form) =>
      haystack.includes(form),
    ),
  );
}
