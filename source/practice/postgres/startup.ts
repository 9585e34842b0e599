/**
 * What a PostgreSQL client says before it is let in, and what it is told (PostgreSQL's documentation, "Message
 * Formats" of protocol 3.0):
 *
 *   packet      int32 length with itself, int32 code, bytes
 *   code        80877103 asks for TLS, 80877104 for GSSAPI encryption: one byte answers, N is no
 *               80877102 asks to cancel a statement: never answered
 *               major << 16 | minor of the protocol: then name, value, name, value …, each ended by 0, and a 0
 *   message     byte type, int32 length with itself, bytes
 *   'p'         the password, ended by 0
 *   'R'         int32 0: let in; int32 3: the password is asked for
 *   'E'         byte field, text ended by 0, …, and a 0
 *   'v'         int32 newest minor version, int32 0: no option of the client's is refused
 */

export type Packet =
  | {readonly type: 'encryption'}
  | {readonly type: 'cancel'}
  | {readonly type: 'startup'; readonly isNewer: boolean; readonly settings: Readonly<Record<string, string>>}
  | {readonly type: 'unknown'};

const codes = {cancel: 80877102, tls: 80877103, gssapi: 80877104} as const;
/** The longest packet that PostgreSQL reads from who has not come in yet (bytes). */
export const longestPacket = 10_000;

const settingsOf = (bytes: Buffer): Readonly<Record<string, string>> => {
  const texts = bytes.toString('utf8').split('\0');
  const settings: Record<string, string> = {};
  for (let at = 0; at + 1 < texts.length && texts[at] !== ''; at += 2)
    settings[texts[at] ?? ''] = texts[at + 1] ?? '';
  return settings;
};

/** The first packet of what a client has sent, and how long it is; undefined where more has to come. */
export const packetOf = (bytes: Buffer): {readonly packet: Packet; readonly length: number} | undefined => {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32BE(0);
  if (length < 8 || length > longestPacket) return {packet: {type: 'unknown'}, length: bytes.length};
  if (bytes.length < length) return undefined;
  const code = bytes.readInt32BE(4);
  if (code === codes.tls || code === codes.gssapi) return {packet: {type: 'encryption'}, length};
  if (code === codes.cancel) return {packet: {type: 'cancel'}, length};
  if (code >> 16 !== 3) return {packet: {type: 'unknown'}, length};
  const settings = settingsOf(bytes.subarray(8, length));
  return {packet: {type: 'startup', isNewer: (code & 0xffff) > 0, settings}, length};
};

/** The password that a client has sent; undefined where more has to come, null where it has sent something else. */
export const passwordOf = (
  bytes: Buffer,
): {readonly password: string; readonly length: number} | null | undefined => {
  if (bytes.length < 5) return undefined;
  const length = 1 + bytes.readInt32BE(1);
  if (bytes[0] !== 0x70 || length < 6 || length > longestPacket) return null;
  if (bytes.length < length) return undefined;
  return {password: bytes.toString('utf8', 5, length - 1), length};
};

/** A message of either side: its type and what it holds. */
export const message = (type: string, ...parts: readonly (Buffer | string | number)[]): Buffer => {
  const body = Buffer.concat(
    parts.map(part => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`);
      if (typeof part !== 'number') return part;
      const int32 = Buffer.alloc(4);
      int32.writeInt32BE(part);
      return int32;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};

export const noEncryption = Buffer.from('N');
export const askPassword = message('R', 3);
export const letIn = message('R', 0);
/** Told to a client of a newer minor version of the protocol: it goes on with the oldest. */
export const oldestMinor = message('v', 0, 0);

/** What ends a connection: PostgreSQL's code and words. */
export const fatal = (code: string, words: string): Buffer =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${words}\0\0`));
