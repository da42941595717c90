import type { EventDefinition, FieldDefinition, FieldValue, Manifest } from './manifest.js';

/** What the compiler knows of one manifest: its names, and the data of its events. */

interface TypeOf {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
}

type ValueOf<F extends FieldDefinition> = F extends { values: readonly (infer V)[] } ? V : TypeOf[F['type']];

type OptionalKeys<F> = { [K in keyof F]: F[K] extends { optional: true } ? K : never }[keyof F];

/** What is known of an event's data: nothing where the manifest is not known, and no field where it declares none. */
type FieldsOf<E> = EventDefinition extends E
  ? { [field: string]: FieldValue | undefined }
  : E extends { fields: infer F extends { readonly [name: string]: FieldDefinition } }
    ? { -readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
        -readonly [K in OptionalKeys<F>]?: ValueOf<F[K]>;
      }
    : { [field: string]: never };

/** The names of a manifest's events. */
export type EventName<M extends Manifest> = Extract<keyof M['events'], string>;

/** The data that `track` takes for one event of a manifest. */
export type EventData<M extends Manifest, N extends EventName<M>> = {
  [K in keyof FieldsOf<M['events'][N]>]: FieldsOf<M['events'][N]>[K];
};

/** The names of a manifest's consent categories. */
export type CategoryName<M extends Manifest> = Extract<keyof M['categories'], string>;

/** The names of the collectors that a manifest describes. */
export type CollectorName<M extends Manifest> = Extract<keyof M['collectors'], string>;
