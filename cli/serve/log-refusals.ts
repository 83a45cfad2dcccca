import type { Exchange } from './http-server.ts';

/** The first of a kind is logged at once; then all that came within this time, as one line with their number. */
const PAUSE_MS = 10_000;

/**
 * Logs what the function has not seen, and so has not logged: refusals, however many come, and once that a proxy sends
 * requests which nobody has named.
 *
 * @param write Takes a line, without a line feed.
 */
export const createLogRefusals = (write: (line: string) => void) => {
  const counts = new Map<string, number>();
  let hasToldOfProxy = false;
  const log = (level: string, message: string, fields: object) =>
    write(JSON.stringify({ level, message, timestamp: new Date().toISOString(), ...fields }));

  return ({ incoming, status, isHandled, isProxied }: Exchange): void => {
    const { method = '', headers, socket } = incoming;
    if (!hasToldOfProxy && !isProxied && headers['x-forwarded-for'] !== undefined) {
      hasToldOfProxy = true;
      log('WARN', 'proxy', {
        advice: `Name it with --proxies: visitors through ${socket.remoteAddress} count as one.`,
      });
    }
    if (isHandled || status < 400) return;
    // Clients can invent any number of methods.
    const kind = `${/^(GET|HEAD|PUT|POST)$/.test(method) ? method : 'other'} ${status}`;
    const tell = (count: number) => log('INFO', 'refused', { method: kind.split(' ')[0], status, count });
    const isFirst = !counts.has(kind);
    counts.set(kind, (counts.get(kind) ?? -1) + 1);
    if (!isFirst) return;
    tell(1);
    const timer = setInterval(() => {
      const count = counts.get(kind) ?? 0;
      if (count > 0) tell(count);
      else clearInterval(timer);
      if (count > 0) counts.set(kind, 0);
      else counts.delete(kind);
    }, PAUSE_MS).unref();
  };
};
