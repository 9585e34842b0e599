import {createKafkaClient} from '../../clients/kafka/client.ts';
import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import {readSecurity} from '../../clients/kafka/properties.ts';
import {plaintext} from '../../clients/kafka/security.ts';
import {sentenceOf} from '../../errors.ts';
import {advertisedSentence} from '../../format/advertised.ts';
import {readAdvertised} from '../../queries/advertised.ts';
import {advertisedTable} from '../../tables/advertised.ts';
import type {Context} from '../command.ts';
import {exitCodes, unreachable, wrongUsage} from '../exit.ts';
import {isSet} from '../flag.ts';
import {noteAction} from '../note-action.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';

/** Where a client is sent that begins at an address. */
export const run = async (context: Context): Promise<number> => {
  const {names, flags, io, clock, config} = context;
  const [address = '', ...more] = names;
  if (address === '' || more.length > 0)
    throw wrongUsage('ask takes one address, host:port.', 'kafka-lab ask --help says more.');
  const security = config.commandConfig === null ? plaintext : await readSecurity(config.commandConfig);
  const client = createKafkaClient({bootstrap: [], security, clock});
  try {
    const answer = await readAdvertised(client, address);
    noteAction(context, `ask ${address}`, advertisedSentence(answer));
    if (isSet(flags, 'json'))
      await printJson(io.out, jsonObject({at: clock.now(), target: null, fields: {...answer}}).json);
    else {
      await printTable(context, advertisedTable, answer.brokers);
      await writeLine(io.out, advertisedSentence(answer));
    }
    return answer.brokers.every(({trouble}) => trouble === null) ? exitCodes.fine : exitCodes.unmet;
  } catch (error) {
    noteAction(context, `ask ${address}`, sentenceOf(error));
    if (error instanceof KafkaError) throw unreachable(error.message, 'Where it should listen: docker ps.');
    throw error;
  } finally {
    client.close();
  }
};
