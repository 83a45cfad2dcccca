import { ShoutError, type Shouter } from './shout.ts';

const TIMEOUT_MS = 1_500;

/** As received. */
const MAX_ANSWER_BYTES = 64 * 1024;

const readBody = async ({ body }: Response): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`It answered with more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
};

/** Lets a service like SHOUTCLOUD shout: it takes a POST of `{"INPUT": "…"}` and answers `{"OUTPUT": "…"}`. */
export const createShoutcloud = (url: string): Shouter => ({
  name: new URL(url).host,
  shout: async (text, signal) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ INPUT: text }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (!response.ok) throw new Error(`It answered ${response.status}`);
      const { OUTPUT } = Object(await readBody(response));
      if (typeof OUTPUT !== 'string') throw new Error('It answered without an OUTPUT');
      return OUTPUT;
    } catch (cause) {
      throw new ShoutError('The service that was to shout did not answer as it should.', { cause });
    }
  },
});
