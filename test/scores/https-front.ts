import { request } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { listen } from '../support/listen.ts';

export interface HttpsFront {
  /** Including the port. */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Puts an HTTPS server on a free port in front of a local copy, like API Gateway in front of the function: with a
 * certificate that this process trusts, and no plain HTTP. A stage with its own domain is the same; with an edge cache,
 * CloudFront redirects plain HTTP to HTTPS.
 */
export const startHttpsFront = async (url: string): Promise<HttpsFront> => {
  // The subject's name also becomes its alternative name, which clients compare.
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  setDefaultCACertificates([...getCACertificates(), cert]);

  const server = createServer({ cert, key }, (incoming, response) => {
    const { method, headers } = incoming;
    const outgoing = request(new URL(incoming.url ?? '/', url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  const { port, stop } = await listen(server, 'localhost');
  return { host: `localhost:${port}`, stop };
};
