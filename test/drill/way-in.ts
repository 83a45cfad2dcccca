import { createServer, request } from 'node:http';
import { listen } from '../support/listen.ts';

/**
 * Finds the way to a deployed stage's address: the address itself or, with an emulator of AWS, a server on this machine
 * that passes all requests on to it. The emulator knows an API by the host name in the request.
 */
export const openWayIn = async (address: string): Promise<string> => {
  const emulator = process.env.AWS_ENDPOINT_URL;
  if (emulator === undefined) return address;
  const { hostname, port } = new URL(emulator);
  const host = `${new URL(address).hostname.split('.')[0]}.execute-api.localhost:${port}`;
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const passedOn = request({ hostname, port, method, path, headers: { ...headers, host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on('error', () => outgoing.destroy());
    incoming.pipe(passedOn);
  });
  return `http://127.0.0.1:${(await listen(server)).port}`;
};
