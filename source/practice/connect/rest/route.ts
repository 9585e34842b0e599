export interface RestRequest {
  /** The parts of the path that the route leaves open, in their order. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
  /** `host:port` that it was sent to. */
  readonly host: string;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON; absent for an answer without a body. */
  readonly body?: unknown;
  readonly location?: string;
  /** Sent without saying that it is JSON, as the real one does for a path that it does not know. */
  readonly isPlain?: boolean;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `*` is a part that the route leaves open. */
  readonly path: string;
  handle(request: RestRequest): Promise<Answer> | Answer;
}
