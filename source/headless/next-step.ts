import type {Target} from '../model/target.ts';

/** What to do where nothing could be reached: doctor looks at this machine, and knows nothing of a named cluster. */
export const nextStep = ({kind}: Target): string =>
  kind === 'cluster'
    ? 'Check that the named addresses are right, and that they can be reached from here.'
    : 'kafka-lab containers shows what runs, kafka-lab doctor what this machine lacks.';
