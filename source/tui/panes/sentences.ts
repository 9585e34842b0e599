import {wrap} from '../../format/cells.ts';
import type {Line, Style} from '../../format/line.ts';
import type {Status} from './freshness.ts';

/** A sentence in as many lines as it takes. */
export const sentences = (text: string, width: number, style: Style = {}): readonly Line[] =>
  wrap(text, Math.max(1, width - 2)).map(line => [{text: ` ${line}`, ...style}]);

/** What is said beside rows that are not whole, or not fresh. */
export const sentenceOf = (status: Status): string | null =>
  status.kind === 'partial' || status.kind === 'stale' ? status.sentence : null;

/** What stands in a pane without rows: why there are none. */
export const noRows = (status: Status, filter: string, empty: string, width: number): readonly Line[] => {
  switch (status.kind) {
    case 'waiting':
      return sentences(status.sentence, width, {tone: 'muted'});
    case 'failed':
      return sentences(status.sentence, width, {tone: 'bad'});
    default: {
      const sentence = sentenceOf(status);
      // Of what came only in part nobody knows that there is nothing.
      if (status.kind === 'partial' && filter === '')
        return sentences(status.sentence, width, {tone: 'warn'});
      return [
        ...sentences(filter === '' ? empty : `Nothing holds "${filter}".`, width, {tone: 'muted'}),
        ...(sentence === null ? [] : sentences(sentence, width, {tone: 'warn'})),
      ];
    }
  }
};
