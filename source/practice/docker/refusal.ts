/** What the engine refuses, in Docker's own words and with its status code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answered to what a practice lab does not do: 501, so that a client can tell it from a mistake. */
export const notHere = (what: string): Refusal =>
  new Refusal(
    501,
    `The practice lab does not ${what}: it runs the containers of its own lab only. A real Docker Engine does.`,
  );
