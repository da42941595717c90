import type { FieldDefinition, FieldValue } from '../manifest/manifest.js';
import { toFieldValue } from './event-source.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Fields that hold passwords, codes and payment data, by type, by what they tell the browser to fill in, and by name. */
const SECRET_AUTOCOMPLETE = /(^|\s)(cc-|current-password|new-password|one-time-code|transaction-)/i;
const SECRET_NAME =
  /passw|passcode|\bpin\b|otp|cvv|cvc|cc[-_]?(num|cid|exp|owner|type|ss)|card[-_]?(num|hold|code)|cardnumber|iban|bic\b|security[-_]?code|payment\[/i;

/**
 * Reads an event's declared fields off a marked element, and nothing else: `data-headgate-field-<name>="…"` for a value in the markup,
 * the same attribute without a value for the element's own, and in a form the control of that name. Names are written as
 * in the manifest, in lower case, or with hyphens (`orderTotal`: `order-total`). A password or payment field is never
 * read, even if the manifest declares it.
 */
export function readFields(
  element: Element,
  fields: { readonly [name: string]: FieldDefinition },
  submitter?: HTMLElement | null,
): { [name: string]: FieldValue } {
  const data: { [name: string]: FieldValue } = {};
  for (const [name, field] of Object.entries(fields)) {
    const text = readText(element, name, submitter);
    if (text !== undefined) data[name] = toFieldValue(text, field);
  }
  return data;
}

function readText(element: Element, name: string, submitter?: HTMLElement | null): string | undefined {
  const written = spellings(name)
    .map((spelling) => element.getAttribute(`data-headgate-field-${spelling}`))
    .find((value) => value !== null);
  if (written) return written;
  // Marked without a value: the element's own. A form's is the value of the control with that name.
  if (element instanceof HTMLFormElement) return readForm(element, name, submitter);
  return written === '' ? readControl(element) : undefined;
}

function spellings(name: string): readonly string[] {
  const hyphenated = name.replace(/([a-z\d])([A-Z])/g, '$1-$2').replaceAll('_', '-');
  return [name.toLowerCase(), hyphenated.toLowerCase()];
}

function readForm(form: HTMLFormElement, name: string, submitter?: HTMLElement | null): string | undefined {
  // Not `form.elements` by name: a control called `elements` would stand in its place.
  const { get } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements')!;
  const controls = [...(get!.call(form) as HTMLFormControlsCollection)].filter(
    (control) => control.getAttribute('name') === name,
  );
  const texts = controls.flatMap((control) => {
    const isButton = control.matches('button,[type=submit],[type=image]');
    return isButton && control !== submitter ? [] : (readControl(control) ?? []);
  });
  return texts.length ? texts.join() : undefined;
}

/** What the visitor chose or wrote; `undefined` for what is not to be read, and for a radio button or file. */
function readControl(element: Element): string | undefined {
  if (!isControl(element) || isSecret(element)) return undefined;
  if (element instanceof HTMLSelectElement) return [...element.selectedOptions].map(({ value }) => value).join();
  if (element instanceof HTMLInputElement) {
    if (element.type === 'file') return undefined;
    if (element.type === 'radio') return element.checked ? element.value : undefined;
    if (element.type === 'checkbox')
      return element.checked ? (element.hasAttribute('value') ? element.value : 'true') : 'false';
  }
  return element.value;
}

function isControl(element: Element): element is Control {
  return element.matches('input,select,textarea,button');
}

function isSecret(control: Control): boolean {
  const names = `${control.getAttribute('name')} ${control.id}`;
  return (
    control.getAttribute('type')?.toLowerCase() === 'password' ||
    control.matches('[data-headgate-secret],[data-headgate-secret] *') ||
    SECRET_AUTOCOMPLETE.test(control.getAttribute('autocomplete') ?? '') ||
    SECRET_NAME.test(names)
  );
}
