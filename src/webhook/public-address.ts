import { type LookupAddress, lookup } from 'node:dns';
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
export const createGuardedLookup =
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
export const checkNumber = ({ hostname }: URL, isAllowed: (address: string) => boolean): void => {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address)) throw refused();
};
