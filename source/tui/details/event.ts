import {eventSentence} from '../../format/event.ts';
import type {Line} from '../../format/line.ts';
import type {LabEvent} from '../../model/event.ts';
import {timeText} from '../../tables/cell.ts';
import type {Scene} from '../scene.ts';
import {pair, paragraph} from './section.ts';

export const eventDetail = (event: LabEvent, {cells}: Scene, width: number): readonly Line[] => [
  ...paragraph(eventSentence(event), width, {bold: true}),
  pair('time', timeText(event.at, cells)),
  pair('kind', event.kind),
  pair('subject', event.subject),
  pair('from', event.from ?? '-'),
  pair('to', event.to ?? '-'),
];
