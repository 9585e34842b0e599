const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A number of bytes in binary units: `512 B`, `1.5 KiB`, `230 MiB`. */
export const bytesText = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  // Rounded values move on to the next unit, too: never `1024 KiB`.
  while (unit < units.length - 1 && Math.abs(value) >= (unit === 0 ? 1024 : 1023.5)) {
    value /= 1024;
    unit += 1;
  }
  // One decimal below what it would round up to `10.0`.
  const digits = unit === 0 || Math.abs(value) >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
};
