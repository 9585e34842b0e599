import type {Agent} from 'node:http';
import {inspect} from 'node:util';
import type {Clock} from '../../clock.ts';
import {withDeadline} from '../deadline.ts';
import {dig, text} from '../json.ts';
import {dockerodeOptions, type EngineAddress} from './address.ts';
import {negotiate} from './api-version.ts';
import {type Engine, loadDockerode, openEngine} from './dockerode.ts';
import {EngineError, engineError} from './failure.ts';

export interface ConnectionOptions {
  readonly address: EngineAddress;
  readonly clock: Clock;
  /** Milliseconds that a call may take. */
  readonly deadline: number;
}

/** The way to an engine, whose version is negotiated at the first call. What is asked rejects with an `EngineError`. */
export interface Connection {
  /** Asks once, within `ms`. */
  call<T>(run: (docker: Engine, signal: AbortSignal) => Promise<T>, ms?: number): Promise<T>;
  /**
   * Reads a stream until its end or that of the signal. Connecting has a deadline, what follows has none: a stream may
   * be silent for long.
   */
  follow(
    signal: AbortSignal,
    connect: (docker: Engine, signal: AbortSignal) => Promise<unknown>,
    read: (stream: unknown) => Promise<void>,
  ): Promise<void>;
  /** Closes every connection. */
  close(): void;
}

/** For its debug log dockerode writes out the options of each call, log or no log: of an agent, all its sockets. */
const inShort = (agent: Agent): Agent => Object.assign(agent, {[inspect.custom]: () => 'Agent'});

export const createConnection = ({address, clock, deadline}: ConnectionOptions): Connection => {
  const {host} = address;
  let agent: Agent | undefined;
  const closing = new AbortController();
  let opened: Promise<Engine> | undefined;

  const open = async (signal: AbortSignal): Promise<Engine> => {
    const base = dockerodeOptions(address);
    // Loaded as late as dockerode is: it takes a tenth of the time to the first frame.
    const http = await import('node:http');
    agent ??= inShort(new http.Agent({keepAlive: true}));
    const options = base.protocol === 'http' ? {...base, agent} : base;
    const answer = await (await openEngine(options)).version({abortSignal: signal});
    const version = negotiate(text(dig(answer, 'ApiVersion')), text(dig(answer, 'MinAPIVersion')));
    return openEngine({...options, version: `v${version}`});
  };

  /** The version is asked for once; an engine that did not answer is asked again by the next call. */
  const engine = async (signal: AbortSignal): Promise<Engine> => {
    opened ??= open(signal).catch(error => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    async call(run, ms = deadline) {
      await loadDockerode();
      try {
        return await withDeadline(
          clock,
          ms,
          async signal => run(await engine(signal), signal),
          closing.signal,
        );
      } catch (error) {
        throw engineError(error, host);
      }
    },

    async follow(signal, connect, read) {
      const ended = AbortSignal.any([signal, closing.signal]);
      if (ended.aborted) return;
      await loadDockerode();
      try {
        const docker = await withDeadline(clock, deadline, engine, ended);
        await read(await connect(docker, ended));
      } catch (error) {
        if (!ended.aborted) throw engineError(error, host);
      }
    },
    close() {
      closing.abort(new EngineError('not-read', `The connection to ${host} was closed.`));
      agent?.destroy();
    },
  };
};
