/** A column of a result; `type` is the OID of its type, as in `pg_type`. */
export interface ResultColumn {
  readonly name: string;
  readonly type: number;
}

/** What the server answered to one statement, its values as the server writes them; null is NULL. */
export interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** `SELECT`, `INSERT` …: the word of the server's command tag. */
  readonly command: string;
  /** Rows that it returned or changed; null where the statement has no such number. */
  readonly count: number | null;
  /** Whether more rows came than were kept. */
  readonly isCut: boolean;
}

const boolean = 16;
const json = [114, 3802];
const small = [20, 21, 23, 26, 700, 701, 1700];

/** Whether a column holds figures: they are set to the right. */
export const isNumeric = ({type}: ResultColumn): boolean => small.includes(type);

/**
 * A value as JSON has it: numbers, truth values and documents as such, all else as the server writes it. A number that
 * JavaScript cannot hold exactly stays a text.
 */
export const jsonValue = (value: string | null, {type}: ResultColumn): unknown => {
  if (value === null) return null;
  if (type === boolean) return value === 't';
  if (json.includes(type)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (!small.includes(type)) return value;
  const number = Number(value);
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : value.length <= 15;
  return Number.isFinite(number) && isExact ? number : value;
};
