import type { Socket } from 'node:net';

interface Limits {
  readonly connections: number;
  readonly connectionsOfClient: number;
}

/**
 * Limits connections, all together and each client's: the one that has waited longest for its client makes room for a new
 * one, of the client with the most. While all are being answered, the new one is closed.
 */
export const createConnections = ({ connections: most, connectionsOfClient: mostOfClient }: Limits) => {
  /** Those of each client, in the order in which they began to wait for it. */
  const clients = new Map<string, Set<Socket>>();
  const owners = new WeakMap<Socket, string>();
  const answering = new WeakSet<Socket>();
  let count = 0;

  const remove = (socket: Socket, client: string): void => {
    const own = clients.get(client);
    if (!own?.delete(socket)) return;
    count--;
    if (own.size === 0) clients.delete(client);
  };

  const makeRoom = (client: string): boolean => {
    for (const socket of clients.get(client) ?? []) {
      if (answering.has(socket)) continue;
      remove(socket, client);
      socket.destroy();
      return true;
    }
    return false;
  };

  return {
    /** @param hasShare Whether the client's own limit counts; it does not for a proxy. */
    add: (socket: Socket, client: string, hasShare: boolean): void => {
      const own = clients.get(client) ?? new Set();
      if (hasShare && own.size >= mostOfClient && !makeRoom(client)) socket.destroy();
      else if (count >= most) {
        const largestFirst = [...clients].sort(([, one], [, other]) => other.size - one.size);
        if (!largestFirst.some(([other]) => makeRoom(other))) socket.destroy();
      }
      if (socket.destroyed) return;
      clients.set(client, own.add(socket));
      owners.set(socket, client);
      count++;
      socket.once('close', () => remove(socket, client));
    },

    /** It counts no longer: it is no connection for requests any more. */
    release: (socket: Socket): void => remove(socket, owners.get(socket) ?? ''),

    /** A request is complete: its answer is the server's to give. */
    answer: (socket: Socket): void => {
      answering.add(socket);
    },

    /** The client has the next word. */
    wait: (socket: Socket): void => {
      answering.delete(socket);
      const own = clients.get(owners.get(socket) ?? '');
      if (own?.delete(socket)) own.add(socket);
    },
  };
};
