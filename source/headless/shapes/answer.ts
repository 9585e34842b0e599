import {type Answer, jsonValue} from '../../clients/postgres/answer.ts';

/** Columns of one name are told apart by a number. */
const keysOf = (columns: Answer['columns']): readonly string[] => {
  const seen = new Map<string, number>();
  return columns.map(({name}) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
};

/** The answer to a statement as `--json` has it: rows are objects by the names of their columns. */
export const answerShape = ({columns, rows, command, count}: Answer): object => {
  const keys = keysOf(columns);
  return {
    command,
    count,
    columns: keys,
    rows: rows.map(row =>
      Object.fromEntries(
        columns.map((column, at) => [keys[at] ?? '', jsonValue(row[at] ?? null, column)] as const),
      ),
    ),
  };
};
