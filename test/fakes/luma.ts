import { drop, page } from './fake-platform.js';

type Listener = (value: unknown) => void;

/**
 * The scripts of a Luma page, as far as private content goes. It starts half loaded, as the real one is for a second and more:
 * RequireJS calls modules defined and throws when it is asked for one by name, and keeps a list of names waiting; customer-data
 * is there before it was initialised, with sections that are empty and that Knockout has bound to nothing yet.
 */
export function fakeLuma() {
  const sections = new Map<string, { value: unknown; listeners: Listener[] }>();
  const sectionOf = (name: string) => {
    const section = sections.get(name) ?? { value: {}, listeners: [] };
    sections.set(name, section);
    return section;
  };
  const customerData = {
    get(name: string) {
      const section = sectionOf(name);
      const subscribe = (listener: Listener) => {
        section.listeners.push(listener);
        return { dispose: () => void section.listeners.splice(section.listeners.indexOf(listener), 1) };
      };
      return Object.assign(() => section.value, { subscribe });
    },
  };
  const heard = new Map<string, () => void>();
  const jQuery = () => ({
    on: (type: string, listener: () => void) => void heard.set(type, listener),
    off: (type: string) => void heard.delete(type),
  });
  const waiting: ((...modules: unknown[]) => void)[] = [];
  const require = (names: string | readonly string[], use?: (...modules: unknown[]) => void): void => {
    if (typeof names === 'string') throw new Error(`Module name "${names}" has not been loaded yet for context: _`);
    waiting.push(use!);
  };
  page['require'] = Object.assign(require, { defined: () => true });

  return {
    /** RequireJS has loaded what was asked for. */
    finish() {
      for (const use of waiting.splice(0)) use(jQuery, customerData);
    },
    /** Customer-data has its sections, from its storage or from the server, one after the other. */
    tell(told: { readonly [name: string]: unknown }) {
      for (const [name, value] of Object.entries(told)) {
        const section = sectionOf(name);
        section.value = value;
        for (const listener of section.listeners) listener(value);
      }
    },
    openMiniCart: () => heard.get('dropdowndialogopen')?.(),
    /** How much of it is still listened to. */
    listeners: () => heard.size + [...sections.values()].reduce((sum, { listeners }) => sum + listeners.length, 0),
    remove: () => drop('require'),
  };
}
