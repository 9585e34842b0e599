import {request} from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  readonly json: unknown;
  /** The engine's words where it refused. */
  readonly message: string;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const messageOf = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : '';

/** One request to an engine on a socket file, as a client that nobody here wrote would send it. */
export const ask = (host: string, line: string, body?: unknown): Promise<Answer> => {
  const cut = line.indexOf(' ');
  const [method, path] = [line.slice(0, cut), line.slice(cut + 1)];
  const payload = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const headers = payload === '' ? {} : {'content-type': 'application/json'};
  return new Promise((resolve, reject) => {
    const options = {
      socketPath: host.replace('unix://', ''),
      method,
      path: encodeURI(path).replaceAll('%25', '%'),
      headers,
    };
    const sent = request(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const json = parsed(bytes.toString());
        const status = response.statusCode ?? 0;
        resolve({status, headers: response.headers, body: bytes, json, message: messageOf(json)});
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
};
