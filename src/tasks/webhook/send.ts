import { type LookupAddress, lookup } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** The addresses that reach no public host, by IANA's registries of special-purpose addresses. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  '224.0.0.0/3',
];
/** Those within 2000::/3. No other IPv6 address is public. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [address = '', prefix] of subnets.map((subnet) => subnet.split('/'))) {
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
};

const specialIPv4 = listOf(SPECIAL_IPV4, 'ipv4');
const specialIPv6 = listOf(SPECIAL_IPV6, 'ipv6');
const globalIPv6 = listOf(['2000::/3'], 'ipv6');

/** Whether an address belongs to a host that anyone on the internet can reach. */
export const isPublic = (address: string): boolean =>
  isIPv6(address)
    ? globalIPv6.check(address, 'ipv6') && !specialIPv6.check(address, 'ipv6')
    : !specialIPv4.check(address, 'ipv4');

const refused = () => new Error("The webhook's address is not a public one");

/**
 * Looks a name up for a connection that may go to public addresses only. The connection goes to what was checked, so a name
 * that means another address a moment later (DNS rebinding) gains nothing.
 */
const createGuardedLookup =
  (isAllowed: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
      const [first] = found;
      if (error || !first) callback(error ?? refused(), '');
      else if (!found.every(({ address }) => isAllowed(address))) callback(refused(), '');
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };

/** @throws Error for a host that is a number, which is never looked up, and may not be connected to. */
const checkNumber = ({ hostname }: URL, isAllowed: (address: string) => boolean): void => {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address)) throw refused();
};

/** The receiver answered 410: it wants no more messages, ever. */
export class GoneError extends Error {}

/** A receiver has this long to answer. */
const SEND_MS = 3_000;

/** Posts JSON to the receiver. @throws GoneError for 410; Error unless it answers with 2xx in time. */
export type Send = (headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<void>;

interface Receiver {
  /** Begins with https. */
  readonly url: string;
  /** For tests, whose receivers are on this machine and have certificates of their own. */
  readonly isAllowed?: (address: string) => boolean;
  readonly ca?: string;
  readonly timeoutMs?: number;
}

/** Sends to public addresses only, and follows no redirect: else the receiver could aim requests at this network. */
export const createSend =
  ({ url, isAllowed = isPublic, ca, timeoutMs = SEND_MS }: Receiver): Send =>
  async (headers, body, signal) => {
    const target = new URL(url);
    checkNumber(target, isAllowed);
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(target, {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        lookup: createGuardedLookup(isAllowed),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        ca,
      });
      outgoing.once('error', reject).once('response', ({ statusCode = 0 }) => {
        // Its status says it all: a body could go on for ever.
        outgoing.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve();
        else if (statusCode === 410)
          reject(new GoneError("The webhook's receiver answered 410, and gets no more messages"));
        else reject(new Error(`The webhook's receiver answered ${statusCode}`));
      });
      outgoing.end(body);
    });
  };
