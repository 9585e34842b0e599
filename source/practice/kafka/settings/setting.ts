/** A setting of a topic or a broker: its default, and the type that DescribeConfigs gives it. */
export interface Setting {
  readonly name: string;
  /** Null where Kafka has none. */
  readonly value: string | null;
  readonly type: (typeof settingTypes)[keyof typeof settingTypes];
}

/** Kafka's numbers of the types. */
export const settingTypes = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
} as const;

const of =
  (type: Setting['type']) =>
  (name: string, value: string | null = null): Setting => ({name, value, type});

export const boolean = of(settingTypes.boolean);
export const string = of(settingTypes.string);
export const int = of(settingTypes.int);
export const short = of(settingTypes.short);
export const long = of(settingTypes.long);
export const double = of(settingTypes.double);
export const list = of(settingTypes.list);
export const className = of(settingTypes.class);
export const password = of(settingTypes.password);

/** The largest number of Kafka's 64 bits, which stands for "never" and "no limit". */
export const never = '9223372036854775807';
