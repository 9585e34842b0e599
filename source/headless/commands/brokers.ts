import {isUnknown} from '../../model/reading.ts';
import {brokerTable} from '../../tables/brokers.ts';
import {printTable} from '../print.ts';
import {brokersShape} from '../shapes/brokers.ts';
import {runView} from '../view.ts';

export const run = runView({
  read: {isSampled: false},
  see(picture) {
    const {list, missing} = brokersShape(picture);
    return {fields: {brokers: list}, missing, isReached: !isUnknown(list)};
  },
  print: ({brokers}, context) => printTable(context, brokerTable, brokers),
});
