import {joinNewest, type PracticeLab} from '../../clients/practice/join.ts';
import {startLab} from '../../clients/practice/start.ts';
import type {Config} from '../../config.ts';
import type {Target} from '../../model/target.ts';
import {type NoTarget, practiceTarget} from '../../target.ts';

export interface PracticeLink {
  /** Joins the newest practice lab that runs, else starts one. Rejects with a `UserError` where that fails. */
  open(none: NoTarget, signal: AbortSignal): Promise<Target>;
  leave(): void;
}

interface PracticeLinkOptions {
  readonly config: Config;
  readonly onStep: (sentence: string) => void;
  /** Hears that the lab has ended, though nobody here left it. */
  readonly onEnd: (pid: number) => void;
}

/** Why it is a practice lab, as the first line says it: without its full stop, and with what the user may do. */
const whyOf = ({none, reason}: NoTarget, isJoined: boolean): string => {
  const why = reason.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase());
  const next = none === 'no-lab' ? '; kafka-lab up brings the real lab up' : '';
  return `${isJoined ? 'joined' : 'started'}: ${why}${next}`;
};

export const createPracticeLink = ({config, onStep, onEnd}: PracticeLinkOptions): PracticeLink => {
  let lab: PracticeLab | null = null;
  return {
    async open(none, signal) {
      onStep('Looking for a practice lab …');
      const joined = await joinNewest(config.practiceFolder);
      const opened = joined ?? (await startLab({onStep, signal}));
      lab = opened;
      void opened.ended.then(() => {
        if (lab !== opened) return;
        lab = null;
        onEnd(opened.endpoints.pid);
      });
      return practiceTarget(config, opened.endpoints, whyOf(none, joined !== undefined));
    },
    leave() {
      const leaving = lab;
      lab = null;
      leaving?.leave();
    },
  };
};
