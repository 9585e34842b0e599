import type {Socket} from 'node:net';
import {Writer} from '@platformatic/kafka';
import {hangUp, noAnswer} from './api.ts';
import {apis} from './apis/index.ts';
import type {Cluster} from './cluster.ts';
import {type Request, readRequest} from './dispatch.ts';
import type {Trouble} from './faults.ts';
import {createFrames} from './frames.ts';
import {answerLater} from './wait.ts';

export interface ConnectionOptions {
  readonly cluster: Cluster;
  readonly broker: number;
  readonly connection: number;
  /** Resolves at once, or when the broker is no longer paused. */
  readonly thawed: () => Promise<void>;
}

/** While a request is worked on, this much more is read; then the client has to wait. */
const bytesAhead = 256 * 1024;

const frameOf = (request: Request, body: Writer): Buffer => {
  const answer = Writer.create().appendInt32(request.correlationId);
  if (request.isTagged) answer.appendTaggedFields();
  return answer.appendFrom(body).prependLength().buffer;
};

/** Bytes that are no answer, the same each time. */
const noise = (frame: Buffer): Buffer =>
  Buffer.from(frame.map((byte, index) => (index < 8 ? byte : (index * 167 + 13) & 0xff)));

/** Serves one connection: one request after the other, each answered before the next is looked at. */
export const serve = (socket: Socket, options: ConnectionOptions): void => {
  const {cluster, broker, connection, thawed} = options;
  const frames = createFrames(cluster.options.maxRequestBytes);
  const gone = new AbortController();
  let isBusy = false;

  const send = async (bytes: Buffer): Promise<void> => {
    await thawed();
    if (gone.signal.aborted || socket.write(bytes)) return;
    await answerLater<void>(gone.signal, undefined, drained => socket.once('drain', () => drained()));
  };

  const sendWith = async (trouble: Trouble | undefined, frame: Buffer): Promise<void> => {
    if (trouble?.kind === 'slow') await cluster.clock.sleep(trouble.ms, gone.signal);
    if (trouble?.kind === 'garbled') await send(noise(frame));
    else if (trouble?.kind === 'cut') await send(frame.subarray(0, Math.max(8, frame.length >> 1)));
    else await send(frame);
  };

  const answer = async (frame: Buffer): Promise<void> => {
    const request = readRequest(frame, apis, cluster);
    const {key, name, version, clientId, call} = request;
    cluster.wire.add(
      {at: cluster.clock.now(), broker, connection, key, name, version, clientId, fields: call.fields},
      call.isSummary ? null : frame.length,
    );
    const clientHost = `/${socket.remoteAddress ?? '127.0.0.1'}`;
    const body = await call.run({cluster, apis, broker, version, clientId, clientHost, signal: gone.signal});
    if (body === noAnswer) return;
    const trouble = cluster.faults.next(key, broker);
    if (body === hangUp || trouble?.kind === 'closed') socket.destroy();
    else if (trouble?.kind === 'silent') await answerLater<void>(gone.signal, undefined, () => {});
    else await sendWith(trouble, frameOf(request, body));
  };

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let frame = frames.next(); frame && !gone.signal.aborted; frame = frames.next()) {
        await thawed();
        await answer(frame);
      }
    } catch {
      // What cannot be read or served ends the connection, as with Kafka: the client sees no more than that.
      socket.destroy();
    }
    isBusy = false;
    socket.resume();
  };

  socket.setNoDelay(true);
  socket.on('data', chunk => {
    frames.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (isBusy && frames.size > bytesAhead) socket.pause();
    void work();
  });
  socket.on('end', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => gone.abort());
};
