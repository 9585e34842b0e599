import type {ConnectClient} from '../../../source/clients/connect/client.ts';
import type {Connector} from '../../../source/model/connector.ts';
import {readWorker} from '../../../source/queries/connectors.ts';
import type {Hand} from './hand.ts';

/** A Connect worker of the lab, by the name of its container. */
export const workerOf = ({connect}: Pick<Hand, 'connect'>, name: string): ConnectClient => {
  const client = connect.find(each => each.name === name);
  if (!client) throw new Error(`${name} is not there`);
  return client;
};

/** A connector as the monitor reads it from its worker; undefined where there is none of that name. */
export const connectorOn = async (
  hand: Pick<Hand, 'connect'>,
  worker: string,
  name: string,
): Promise<Connector | undefined> =>
  (await readWorker(workerOf(hand, worker))).worker.connectors.find(each => each.name === name);
