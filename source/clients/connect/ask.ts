/** What is sent to a worker. */
export interface Question {
  readonly method: string;
  /** JSON; nothing where it is left out. */
  readonly body?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks over HTTP and reads the whole answer. Rejects with the error of the system. `fetch` is another HTTP client beside
 * the one that Node has anyway: in a process that does nothing else that takes 13 MiB.
 */
export const ask = async (url: string, {method, body, signal}: Question): Promise<Answer> => {
  const {request} = await (url.startsWith('https:') ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    const headers = {accept: 'application/json', 'content-type': 'application/json'};
    const asked = request(url, {method, headers, signal}, answer => {
      const chunks: Buffer[] = [];
      answer
        .on('data', chunk => chunks.push(chunk))
        .on('error', reject)
        .on('end', () =>
          resolve({status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8')}),
        );
    });
    asked.on('error', reject).end(body);
  });
};
