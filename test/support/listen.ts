import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Breaks the connections that are still open. */
  stop(): Promise<void>;
}

/** Starts an HTTP or HTTPS server on a free port that only this machine can reach. */
export const listen = async (server: Server, host = '127.0.0.1'): Promise<Listening> => {
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
