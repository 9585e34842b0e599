import type {LabEvent} from '../../model/event.ts';
import {eventTable} from '../../tables/events.ts';
import {eventDetail} from '../details/event.ts';
import {definePane} from './pane.ts';

export const eventsPane = definePane<LabEvent>({
  id: 'events',
  name: 'Events',
  noun: 'event',
  contexts: [],
  title: ({picture}, shown) => {
    const {eventsDropped} = picture.world;
    return `Events ${shown.length}${eventsDropped > 0 ? `, ${eventsDropped} older dropped` : ''}`;
  },
  table: () => eventTable,
  rows: ({picture}) => picture.world.events,
  status: () => ({kind: 'ready'}),
  empty: 'Nothing has happened since this program started.',
  subject: () => null,
  detail: eventDetail,
  caption: ({kind, subject}) => `${kind} ${subject}`,
  isLog: true,
});
