/** An answer that is no success, in Connect's words: `{error_code, message}`. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = (message: string): RestError => new RestError(404, message);
export const badRequest = (message: string): RestError => new RestError(400, message);
export const serverError = (message: string): RestError => new RestError(500, message);
