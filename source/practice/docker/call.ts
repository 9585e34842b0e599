import type {IncomingMessage, ServerResponse} from 'node:http';
import type {PracticeEngine} from './engine.ts';

/** A request that a route answers: `path` is without the version, `match` what its pattern caught. */
export interface Call {
  readonly engine: PracticeEngine;
  readonly match: RegExpExecArray;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (call: Call) => void | Promise<void>;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, {'content-type': 'application/json'}).end(`${JSON.stringify(body)}\n`);
};

export const sendError = (response: ServerResponse, status: number, message: string): void =>
  sendJson(response, status, {message});
