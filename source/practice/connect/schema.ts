/** A schema as Connect's JsonConverter writes it beside a value. */
export interface Schema {
  readonly type: string;
  readonly optional: boolean;
  readonly name?: string;
  readonly version?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly default?: unknown;
  /** Of a struct, in its order. */
  readonly fields?: readonly Field[];
  /** Of an array. */
  readonly items?: Schema;
}

/** A field of a struct. */
export interface Field extends Schema {
  readonly field: string;
}

export const field = (name: string, schema: Schema): Field => ({...schema, field: name});

export const required = (type: string): Schema => ({type, optional: false});
export const optional = (type: string): Schema => ({type, optional: true});

export const struct = (name: string, fields: readonly Field[], more: Partial<Schema> = {}): Schema => ({
  type: 'struct',
  fields,
  optional: false,
  name,
  ...more,
});

/** A whole number in JSON, also one that no number of JavaScript's is. */
export const int64 = (digits: string): unknown => {
  const number = Number(digits);
  if (Number.isSafeInteger(number)) return number;
  // Node has it, and the types of the language do not yet.
  const raw: unknown = Reflect.get(JSON, 'rawJSON');
  return typeof raw === 'function' ? raw.call(JSON, digits) : number;
};
