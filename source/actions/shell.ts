import {StringDecoder} from 'node:string_decoder';
import type {DockerClient} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {Shell, ShellSize} from '../clients/docker/shell.ts';
import {done, type Outcome, refused} from './action.ts';

/** The user's terminal while it is lent. Listeners return what takes them away again. */
export interface Tty {
  readonly size: ShellSize;
  /** Bytes as they are typed, none of them kept back: ^C and ^Z are bytes, too. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onResize(listener: (size: ShellSize) => void): () => void;
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
}

/** bash where there is one, else the container's sh. */
const command = ['sh', '-c', 'command -v bash > /dev/null 2>&1 && exec bash; exec sh'] as const;

/** ^], as telnet has it: the way out where what runs listens to nothing. */
const wayOut = 0x1d;

/** Carries bytes both ways until the command ends, the user leaves, or the connection breaks. */
export const carry = async ({stream, resize}: Shell, tty: Tty): Promise<'ended' | 'left' | 'broken'> => {
  const decoder = new StringDecoder('utf8');
  let isLeft = false;
  // What is typed into a connection that has just ended is nothing to tell of.
  stream.on('error', () => {});
  const offs = [
    tty.onBytes(bytes => {
      if (bytes.includes(wayOut)) {
        isLeft = true;
        stream.destroy();
      } else {
        stream.write(bytes);
      }
    }),
    tty.onResize(size => void resize(size).catch(() => {})),
  ];
  try {
    for await (const chunk of stream)
      await tty.write(decoder.write(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))));
    return isLeft ? 'left' : 'ended';
  } catch {
    return isLeft ? 'left' : 'broken';
  } finally {
    for (const off of offs) off();
    stream.destroy();
  }
};

/** What an engine that cannot start a command exits with for it. */
const noShell = [126, 127];

/** Carries the user's terminal into a container until the shell there ends, the user leaves, or the connection breaks. */
export const runShell = async (docker: DockerClient, name: string, tty: Tty): Promise<Outcome> => {
  try {
    const shell = await docker.shell(name, command, tty.size);
    await tty.write(`A shell in ${name}: exit ends it, and so does ^] whatever runs there.\r\n`);
    const end = await carry(shell, tty);
    if (end === 'left') return done(`The shell in ${name} was left.`);
    const code = await shell.exitCode().catch(() => null);
    if (code !== null && noShell.includes(code)) return refused(`${name} has no shell (exit code ${code}).`);
    if (end === 'broken' || code === null)
      return refused(
        `The connection to the shell in ${name} broke${code === null ? '' : ` (exit code ${code})`}.`,
      );
    return done(`The shell in ${name} has ended (exit code ${code}).`);
  } catch (error) {
    if (error instanceof EngineError) return refused(`${name}: ${error.sentence}`);
    throw error;
  }
};
