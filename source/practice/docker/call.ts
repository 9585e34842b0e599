import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Writable} from 'node:stream';
import type {EngineContainer} from './container.ts';
import type {PracticeEngine} from './engine.ts';
import {Refusal} from './refusal.ts';

/** A request that a route answers: `path` is without the version, `match` what its pattern caught. */
export interface Call {
  readonly engine: PracticeEngine;
  readonly match: RegExpExecArray;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request's body, not longer than the server takes. */
  readonly body: Buffer;
  /** Turns the connection into a raw stream of the container's output: the caller writes to it and ends it. */
  readonly hijack: () => Writable;
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (call: Call) => void | Promise<void>;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const written = `${JSON.stringify(body)}\n`;
  const headers = {'content-type': 'application/json', 'content-length': Buffer.byteLength(written)};
  response.writeHead(status, headers).end(written);
};

export const sendError = (response: ServerResponse, status: number, message: string): void =>
  sendJson(response, status, {message});

/** 204, or 304 where it was so already. */
export const sendDone = (response: ServerResponse, isChanged: boolean): void =>
  void response.writeHead(isChanged ? 204 : 304).end();

/** What a part of the path says, with its escapes undone. */
export const part = ({match}: Pick<Call, 'match'>, index = 1): string => {
  try {
    return decodeURIComponent(match[index] ?? '');
  } catch {
    throw new Refusal(400, 'invalid URL escape');
  }
};

export const containerOf = (call: Pick<Call, 'engine' | 'match'>): EngineContainer => {
  const name = part(call);
  const container = call.engine.find(name);
  if (container === undefined) throw new Refusal(404, `No such container: ${name}`);
  return container;
};

/** A boolean of the query, as the engine reads it. */
export const flag = (query: URLSearchParams, name: string): boolean => {
  const written = (query.get(name) ?? '').trim().toLowerCase();
  return !['', '0', 'no', 'false', 'none'].includes(written);
};

/** A whole number of the query; undefined where there is none. */
export const integer = (query: URLSearchParams, name: string): number | undefined => {
  const written = query.get(name) ?? '';
  if (written === '') return undefined;
  if (!/^-?\d{1,9}$/.test(written))
    throw new Refusal(400, `strconv.Atoi: parsing ${JSON.stringify(written)}: invalid syntax`);
  return Number(written);
};

/** The body as JSON. */
export const jsonBody = ({body, request}: Pick<Call, 'body' | 'request'>): unknown => {
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  if (!/^application\/json\b/.test(type))
    throw new Refusal(400, `Content-Type specified (${type}) must be 'application/json'`);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'invalid JSON: the body could not be parsed');
  }
};
