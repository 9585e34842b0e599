/** The complaint about a value that is none of these; undefined where it is one. */
export const oneOf =
  (...values: readonly string[]) =>
  (value: string): string | undefined =>
    values.includes(value) ? undefined : `String must be one of: ${values.join(', ')}`;

/** The same, in whatever case it is written. */
export const oneOfAnyCase =
  (...values: readonly string[]) =>
  (value: string): string | undefined =>
    values.includes(value.toUpperCase())
      ? undefined
      : `String must be one of (case insensitive): ${values.join(', ')}`;
