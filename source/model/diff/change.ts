import type {EventKind, LabEvent} from '../event.ts';

/** Makes an event of a change that was found at `at`. */
export const changeAt =
  (at: number) =>
  (kind: EventKind, subject: string, from: string | number | null, to: string | number | null): LabEvent => ({
    at,
    kind,
    subject,
    from: from === null ? null : String(from),
    to: to === null ? null : String(to),
  });

export type Change = ReturnType<typeof changeAt>;
