import {isUnknown} from '../../model/reading.ts';
import {connectorTable} from '../../tables/connectors.ts';
import {printTable, writeLine} from '../print.ts';
import {connectorsShape} from '../shapes/connectors.ts';
import {runView} from '../view.ts';

export const run = runView({
  read: {isSampled: false},
  see(picture) {
    const {list, missing} = connectorsShape(picture);
    return {fields: {connectors: list}, missing, isReached: !isUnknown(list)};
  },
  async print({connectors, world}, context) {
    if (world.workers.size === 0)
      await writeLine(context.io.err, 'No Connect worker is known. Name one with --connect name=url.');
    await printTable(context, connectorTable, connectors);
  },
});
