import type { Command } from 'commander';
import { CommandError, UsageError } from '../errors.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';

/** Where a command listens. */
export interface Place {
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
}

/** Reads the number that an option takes. */
export const parsePort =
  (option: string) =>
  (text: string): number => {
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
    throw new UsageError(`${option} takes a number from 0 to 65535, not ${text}`);
  };

/** Adds the options for a place. */
export const addPlace = (command: Command): Command =>
  command
    .option('--port <N>', 'the port of the page; 0 picks a free one', parsePort('--port'), 3000)
    .option('--host <HOST>', 'the address to listen on', 'localhost');

/** @throws CommandError when it cannot listen there. */
export const listen = async (options: HttpServerOptions, { port, host }: Place): Promise<HttpServer> => {
  try {
    return await startHttpServer(options, port, host);
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
