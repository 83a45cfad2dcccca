import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv6, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Command } from 'commander';
import { parseNumber } from '../arguments.ts';
import { CommandError } from '../errors.ts';
import type { HttpServer, HttpServerOptions } from './http-server.ts';

/** The WebSocket of open pages, as AppSync Events has it, and its channel. */
export const SOCKET = { path: 'event/realtime', channel: '/string/changes' };

/** Where a command listens. */
export interface Place {
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
}

export const parsePort = (option: string) => parseNumber(option, { kind: 'a number from 0 to 65535', most: 65_535 });

/** An IPv6 address may have the brackets that it has in a URL. */
const parseHost = (text: string): string => text.replace(/^\[(.*)\]$/, '$1');

/** Adds the options for a place. */
export const addPlace = (command: Command): Command =>
  command
    .option('--port <N>', 'the port of the page; 0 picks a free one', parsePort('--port'), 3000)
    .option('--host <HOST>', 'the address to listen on; 0.0.0.0 is every one', parseHost, 'localhost');

/** A server, and where a browser reaches it. */
export interface Listening extends HttpServer {
  /** Without a final slash. */
  readonly url: string;
  /** The same for other machines, where it listens on every address. */
  readonly otherUrls: readonly string[];
}

const findUrls = (host: string, { address, port }: HttpServer): Pick<Listening, 'url' | 'otherUrls'> => {
  const toUrl = (name: string) => `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
  if (address !== '0.0.0.0' && address !== '::') return { url: toUrl(host), otherUrls: [] };
  // Those of a link only, such as fe80::1%eth0, no browser takes.
  const others = Object.values(networkInterfaces())
    .flatMap((some = []) => some)
    .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (address === '::' && !scopeid)));
  // On 0.0.0.0, others could listen on localhost's other address.
  return {
    url: toUrl(address === '::' ? 'localhost' : '127.0.0.1'),
    otherUrls: others.map((other) => toUrl(other.address)),
  };
};

/**
 * Binds a server; for localhost, to both of its addresses: browsers ask ::1 first, and another user of this machine could
 * listen there and read what the page's link holds.
 *
 * @returns all that must be closed.
 * @throws Error with the code EADDRINUSE, for example.
 */
export const bind = async (server: Server, port: number, host: string, triesLeft = 5): Promise<Server[]> => {
  server.listen(port, host === 'localhost' ? '127.0.0.1' : host);
  await once(server, 'listening');
  if (host !== 'localhost') return [server];
  const other = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));
  try {
    other.listen((server.address() as AddressInfo).port, '::1');
    await once(other, 'listening');
    return [server, other];
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // This machine has no IPv6.
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) return [server];
    server.close();
    if (port === 0 && code === 'EADDRINUSE' && triesLeft > 1) return bind(server, port, host, triesLeft - 1);
    throw error;
  }
};

/** @throws CommandError when it cannot listen there. */
export const listen = async (options: HttpServerOptions, { port, host }: Place): Promise<Listening> => {
  // Loaded late: a command says that it starts before all that it takes is there.
  const { startHttpServer } = await import('./http-server.ts');
  try {
    const server = await startHttpServer(options, port, host);
    return { ...server, ...findUrls(host, server) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken. Stop what uses it, or choose another port, or any free one: --port 0`
        : `Cannot listen on ${host}, port ${port} (${message}). Choose another with --host or --port.`,
    );
  }
};

/** Stops, once, when the terminal's Ctrl-C or a service manager says so. A second Ctrl-C ends the process at once. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = async () => {
    for (const signal of signals) process.off(signal, onSignal);
    console.error('Stopping…');
    await stop();
  };
  for (const signal of signals) process.on(signal, onSignal);
};
