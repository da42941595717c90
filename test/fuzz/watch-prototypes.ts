type Shape = readonly (readonly [key: PropertyKey, descriptor: PropertyDescriptor | undefined])[];

/** Everything that hangs on what code of the page shares with everything else. */
const WATCHED: { readonly [name: string]: object } = {
  'Object.prototype': Object.prototype,
  'Array.prototype': Array.prototype,
  'Function.prototype': Function.prototype,
  'String.prototype': String.prototype,
  'Number.prototype': Number.prototype,
  'Boolean.prototype': Boolean.prototype,
  'Promise.prototype': Promise.prototype,
  'Map.prototype': Map.prototype,
  'Date.prototype': Date.prototype,
  'RegExp.prototype': RegExp.prototype,
  'Error.prototype': Error.prototype,
  Object,
  Array,
  JSON,
};
/** Those that pollution is about: looked at after every case. */
const OFTEN = [Object.prototype, Array.prototype, Function.prototype, String.prototype] as const;

export interface PrototypeWatch {
  /** Whether one of the most shared ones got or lost a member: quick. */
  hasGrown(): boolean;
  /** Names of all that are not as they were: members, what they are, and what they inherit from. */
  changed(): string[];
}

export function watchPrototypes(): PrototypeWatch {
  const before = new Map(Object.entries(WATCHED).map(([name, object]) => [name, toShape(object)]));
  const counts = OFTEN.map(count);
  return {
    hasGrown: () => OFTEN.some((object, index) => count(object) !== counts[index]),
    changed: () =>
      Object.entries(WATCHED)
        .filter(([name, object]) => !isSame(before.get(name)!, toShape(object)))
        .map(([name]) => name),
  };
}

const count = (object: object): number => Reflect.ownKeys(object).length;

function toShape(object: object): Shape {
  const own = Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const);
  return [...own, ['(inherits)', { value: Object.getPrototypeOf(object) as unknown }]];
}

function isSame(before: Shape, after: Shape): boolean {
  return (
    before.length === after.length &&
    before.every(([key, one], index) => {
      const [name, other] = after[index]!;
      return key === name && one?.value === other?.value && one?.get === other?.get && one?.set === other?.set;
    })
  );
}
