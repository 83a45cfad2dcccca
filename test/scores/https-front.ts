import { request } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { listen } from '../support/listen.ts';

export interface HttpsFront {
  /** With the port. */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Puts before a local copy what API Gateway puts before the function, on a free port: a certificate that this process
 * trusts, and nothing that answers plain HTTP. So it is with a domain of one's own, too; with an edge cache, CloudFront
 * sends plain HTTP on to HTTPS.
 */
export const startHttpsFront = async (url: string): Promise<HttpsFront> => {
  // The subject's name becomes its alternative name too, which is what clients compare.
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
