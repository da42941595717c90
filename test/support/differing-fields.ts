/**
 * Paths at which two JSON values differ: `-` only theirs has it, `+` only ours, `~` both have it with another value. Of what
 * only one of them has, the topmost path.
 */
export function differingFields(ours: unknown, theirs: unknown, path = ''): string[] {
  if (ours === undefined) return [`-${path}`];
  if (theirs === undefined) return [`+${path}`];
  if (!isObject(ours) || !isObject(theirs)) return Object.is(ours, theirs) ? [] : [`~${path}`];
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => differingFields(ours[key], theirs[key], path ? `${path}.${key}` : key)).sort();
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
