import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { UsageError } from '../errors.ts';

/** Who sends a request, as far as proxies are trusted to say so. */
export interface Client {
  /** Without a port. */
  readonly address: string;
  /** One client, however many addresses it has: IPv6 gives each customer at least 64 bits of them. */
  readonly key: string;
  /** How many trusted proxies handed the request on. */
  readonly hops: number;
}

/** @returns an address without its port, its zone, and IPv6's notation of an IPv4 address; undefined for anything else. */
const readAddress = (text: string): string | undefined => {
  const [, bracketed, plain = text] = /^\s*(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+|\S+)\s*$/.exec(text) ?? [];
  const address = (bracketed ?? plain)
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(address) ? address : undefined;
};

/** @returns an IPv4 address, or the first 64 bits of an IPv6 address. */
const keyOf = (address: string): string => {
  if (isIP(address) !== 6) return address;
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const start = before === '' ? [] : before.split(':');
  const end = after ? after.split(':') : [];
  const zeros = after === undefined ? 0 : 8 - start.length - end.length;
  return [...start, ...Array(zeros).fill('0'), ...end].slice(0, 4).join(':');
};

const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Reads which proxies may say for whom they ask: the number of proxies that each request passes, or their addresses and
 * networks, such as `10.0.0.0/8,::1`.
 *
 * @returns whether an address is a proxy's. `hop` is 0 for the one that the connection comes from.
 * @throws UsageError
 */
export const parseProxies = (text: string): ((address: string, hop: number) => boolean) => {
  if (/^\d$/.test(text)) return (_address, hop) => hop < Number(text);
  const list = new BlockList();
  for (const entry of text.split(',')) {
    const [address = '', bits] = entry.trim().split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    try {
      if (bits === undefined) list.addAddress(address, family);
      else list.addSubnet(address, /^\d{1,3}$/.test(bits) ? Number(bits) : -1, family);
    } catch {
      throw new UsageError(`--proxies takes a number, or addresses such as 10.0.0.0/8,::1, not ${text}`);
    }
  }
  const isListed = (address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  // A proxy on this machine that asks for localhost takes either address.
  const isLocal = LOOPBACK.some(isListed);
  return (address) => isListed(address) || (isLocal && LOOPBACK.includes(address));
};

/** Creates a function that tells who sends a request. X-Forwarded-For counts only as far as trusted proxies wrote it. */
export const createFindClient =
  (isProxy: ReturnType<typeof parseProxies>) =>
  ({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): Client => {
    const claims = String(headers['x-forwarded-for'] ?? '').split(',');
    let address = readAddress(socket.remoteAddress ?? '') ?? '';
    let hops = 0;
    while (isProxy(address, hops)) {
      hops++;
      const claimed = readAddress(claims.pop() ?? '');
      if (claimed === undefined) break;
      address = claimed;
    }
    return { address, key: keyOf(address), hops };
  };
