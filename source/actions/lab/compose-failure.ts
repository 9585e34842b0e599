import type {RunResult} from '../../clients/compose/run.ts';
import {UserError} from '../../errors.ts';

interface KnownFailure {
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray) => readonly [sentence: string, next: string];
}

/** Known ends of compose, of builds and of pulls, by what they print. */
const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /no space left on device/i,
    say: () => [
      'The disk of the Docker Engine is full.',
      'docker system prune removes what no container uses; docker system df shows what takes the space.',
    ],
  },
  {
    pattern: /(?:port is already allocated|address already in use)/i,
    say: () => [
      'A port that the lab needs is held by another program.',
      'kafka-lab doctor names the port and who holds it.',
    ],
  },
  {
    pattern: /container name "\/?([^"]+)" is already in use/i,
    say: ([, name = '']) => [
      `The name ${name} is taken by another container.`,
      'kafka-lab up --adopt uses the containers that are there, --replace removes them first.',
    ],
  },
  {
    pattern:
      /(?:manifest (?:for \S+ )?(?:unknown|not found)|pull access denied|repository does not exist|No such image)/i,
    say: () => [
      'An image of the lab is not in its registry.',
      'kafka-lab up --offline builds images of its own.',
    ],
  },
  {
    pattern:
      /(?:no such host|TLS handshake timeout|i\/o timeout|network is unreachable|Client\.Timeout|connection refused.*registry|dial tcp)/i,
    say: () => [
      'The image registry cannot be reached from here.',
      'Check the network, or use kafka-lab up --offline, which needs no registry.',
    ],
  },
  {
    pattern: /permission denied.*docker daemon socket/i,
    say: () => [
      "This user may not open the Docker Engine's socket.",
      'sudo usermod -aG docker $USER, then log in again.',
    ],
  },
];

const linesSaid = 5;

/** A known failure among the last lines, as a sentence and the next step. */
export const knownFailure = (text: string): readonly [string, string] | undefined => {
  for (const {pattern, say} of knownFailures) {
    const match = pattern.exec(text);
    if (match !== null) return say(match);
  }
  return undefined;
};

/** What failed, why where that is known, and the last lines of what was printed. */
export const composeFailure = (what: string, {code, lines}: RunResult): UserError => {
  const [why, next] = knownFailure(lines.join('\n')) ?? ['', ''];
  const ended = code === null ? 'was ended' : `ended with exit code ${code}`;
  const last = lines
    .slice(-linesSaid)
    .map(line => line.trim())
    .join(' | ');
  const said = last === '' ? '' : ` Its last lines: ${last}`;
  return new UserError(
    `${what} ${ended}.${why === '' ? '' : ` ${why}`}${said}`,
    next || 'kafka-lab doctor looks for the cause.',
  );
};
