/** One figure beside its budget. A bench prints; nothing fails by time. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
}

export const print = (title: string, figures: readonly Figure[]): void => {
  const width = (pick: (figure: Figure) => string): number =>
    Math.max(...figures.map(figure => pick(figure).length));
  const [what, measured] = [width(figure => figure.what), width(figure => figure.measured)];
  console.log(`\n${title}`);
  for (const figure of figures)
    console.log(
      `  ${figure.what.padEnd(what)}  ${figure.measured.padStart(measured)}   budget: ${figure.budget}`,
    );
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
