import {eventSentence, eventTone} from '../format/event.ts';
import type {LabEvent} from '../model/event.ts';
import {cell, timeText} from './cell.ts';
import type {Table} from './column.ts';
import {label, shown} from './kinds.ts';

export const eventTable: Table<LabEvent> = {
  noun: 'event',
  id: event => `${event.at} ${event.kind} ${event.subject} ${event.from ?? ''} ${event.to ?? ''}`,
  sort: 'time',
  columns: [
    shown(
      {id: 'time', title: 'time', width: [8, 24], priority: 0},
      event => event.at,
      (event, context) => cell(timeText(event.at, context), 'muted'),
    ),
    label({id: 'kind', title: 'kind', width: [17, 17], priority: 2}, event => event.kind),
    label({id: 'subject', title: 'subject', width: [20, 30], priority: 1}, event => event.subject),
    label({id: 'sentence', title: 'what happened', width: [50, 200], priority: 0}, eventSentence, eventTone),
  ],
};
