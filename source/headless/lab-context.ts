import type {LabContext, LabProgress} from '../actions/lab/context.ts';
import type {Gate} from '../actions/lab/gates.ts';
import {createComposeClient} from '../clients/compose/client.ts';
import {type LabFiles, labFiles} from '../clients/compose/files.ts';
import {readMetadataOnce} from '../queries/metadata-once.ts';
import type {Context, EngineContext} from './command.ts';
import {type FlagValues, isSet} from './flag.ts';
import type {Output} from './io.ts';
import {writeLine} from './print.ts';

export const filesOf = (flags: FlagValues): LabFiles =>
  labFiles(isSet(flags, 'kraft') ? 'kraft' : 'zookeeper', isSet(flags, 'offline'));

/** A printer of progress: every step and line once, and of the gates what changed. */
const progressTo = (output: Output): ((progress: LabProgress) => void) => {
  const said = new Map<string, string>();
  let layers = '';
  const sayGate = ({service, gate, sentence, isMet}: Gate): void => {
    const text = `${isMet ? 'ok' : '..'} ${service} ${sentence}`;
    // The cluster stands at two gates at once.
    const key = `${service} ${gate}`;
    if (said.get(key) === text) return;
    said.set(key, text);
    void writeLine(output, text);
  };
  return progress => {
    switch (progress.kind) {
      case 'step':
        void writeLine(output, progress.sentence);
        break;
      case 'output':
        void writeLine(output, `   ${progress.line}`);
        break;
      case 'gates':
        for (const gate of progress.gates) sayGate(gate);
        break;
      case 'pull': {
        const {layersDone, layers: all} = progress.progress;
        const now = `   ${layersDone} of ${all.size} layers`;
        if (now !== layers && layersDone > 0) void writeLine(output, now);
        layers = now;
      }
    }
  };
};

export const composeOf = ({clock}: Context, dockerHost: string) => createComposeClient({clock, dockerHost});

/** What the lab's own actions work with; their progress goes to standard error. */
export const labContext = (context: EngineContext): LabContext => ({
  docker: context.docker,
  compose: composeOf(context, context.choice.host),
  clock: context.clock,
  readMetadata: readMetadataOnce(context.clock),
  onProgress: progressTo(context.io.err),
  signal: context.io.signal,
});
