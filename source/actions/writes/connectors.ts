import type {ConnectClient} from '../../clients/connect/client.ts';
import {ConnectError} from '../../clients/connect/failure.ts';
import {UserError, ValueError} from '../../errors.ts';
import {quoted} from '../../findings/command-lines.ts';
import type {Connector} from '../../model/connector.ts';
import {done, refused} from '../action.ts';
import type {NamedOutcome, WriteContext} from './write.ts';

export interface FoundConnector {
  readonly connector: Connector;
  readonly client: ConnectClient;
}

/** A connector by its name, and the worker that runs it. */
export const connectorNamed = ({picture, connect}: WriteContext, name: string): FoundConnector => {
  const connector = picture.connectors.find(each => each.name === name);
  const client = connect.find(each => each.name === connector?.worker);
  if (connector && client) return {connector, client};
  const silent = [...picture.world.workers].filter(([, reading]) => reading.state === 'failed');
  throw new UserError(
    `There is no connector ${name}.`,
    silent.length > 0
      ? `It may be on ${silent.map(([worker]) => worker).join(', ')}, which did not answer.`
      : 'kafka-lab connectors lists them.',
  );
};

/** A worker by its name; the only one for no name. */
export const workerNamed = ({connect}: WriteContext, name: string): ConnectClient => {
  const found = name === '' && connect.length === 1 ? connect[0] : connect.find(each => each.name === name);
  if (found) return found;
  const names = connect.map(each => each.name).join(', ');
  if (name === '' && names !== '')
    throw new ValueError('Say which worker runs it.', `The workers: ${names}.`);
  throw new UserError(
    name === '' ? 'Say which worker runs it.' : `There is no worker ${name}.`,
    names === '' ? 'No Connect worker is known: name one with --connect name=url.' : `The workers: ${names}.`,
  );
};

/** A call of the interface as a command line; what is sent stands in a file. */
export const curl = (method: string, url: string, file: string | null = null): string =>
  `curl -X ${method} ${file === null ? '' : `-H 'Content-Type: application/json' -d @${quoted(file)} `}${quoted(url)}`;

/** What became of it, in the worker's own words where it refused. */
export const told = async (
  name: string,
  answer: string,
  run: () => Promise<unknown>,
): Promise<readonly NamedOutcome[]> => {
  try {
    await run();
    return [{name, ...done(answer)}];
  } catch (error) {
    if (error instanceof ConnectError) return [{name, ...refused(`${name}: ${error.sentence}`)}];
    throw error;
  }
};
