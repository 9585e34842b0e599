/** A line as log4j writes it in the lab's containers: `[2026-01-31 12:00:00,000] INFO text (class)`. */
export const logLine = (at: number, level: 'INFO' | 'WARN' | 'ERROR', text: string, logger: string): string =>
  `[${new Date(at).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23)}] ${level} ${text} (${logger})`;
