import { type ClientRequest, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIPv4 } from 'node:net';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';

/** As Node takes them. */
export interface Proxies {
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

/** A network of IPv4 as its first and its last address. */
const toRange = (address: string, bits: number): string => {
  const size = 2 ** (32 - bits);
  const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const bounds = [number - (number % size), number - (number % size) + size - 1];
  return bounds.map((one) => [24, 16, 8, 0].map((shift) => Math.floor(one / 2 ** shift) % 256).join('.')).join('-');
};

/** Node knows no spaces between entries, no networks, no brackets, and no domain for the names in it. */
const toEntries = (text: string): string =>
  text
    .split(/[\s,]+/)
    .map((entry) => {
      const [, address = '', bits] = /^([\d.]+)\/(\d\d?)$/.exec(entry) ?? [];
      if (isIPv4(address) && Number(bits) <= 32) return toRange(address, Number(bits));
      const isName = /^\w[\w.-]*$/.test(entry) && !/^[\d.-]+$/.test(entry);
      return isName ? `.${entry}` : entry.replace(/^\[(.*)\]$/, '$1');
    })
    .join(',');

/**
 * Reads the proxies from the environment, as curl does: in small letters first, and with or without a scheme.
 *
 * @throws UsageError, which shows no password.
 */
export const findProxies = ({ env }: Pick<Io, 'env'>): Proxies => {
  const read = (name: string) => (env[name.toLowerCase()] || env[name])?.trim() || undefined;
  const readProxy = (name: string) => {
    const proxy = read(name) ?? read('ALL_PROXY');
    if (proxy === undefined) return undefined;
    const url = /:\/\//.test(proxy) ? proxy : `http://${proxy}`;
    if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url;
    throw new UsageError(`${name} is not the address of an HTTP proxy, such as http://proxy.example.com:3128.`);
  };
  const past = read('NO_PROXY');
  return {
    HTTP_PROXY: readProxy('HTTP_PROXY'),
    HTTPS_PROXY: readProxy('HTTPS_PROXY'),
    NO_PROXY: past && toEntries(past),
  };
};

/** Makes agents that go through the proxies. Not `fetch`, which tunnels plain HTTP: few proxies allow that. */
export const createAgents = (proxies: Proxies) => {
  const options = { keepAlive: true, proxyEnv: { ...proxies } };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
};

/** Makes a function that begins a request, over HTTP or HTTPS, through the proxies. */
export const createRequest = (proxies: Proxies) => {
  const { httpAgent, httpsAgent } = createAgents(proxies);
  return (url: URL, options: RequestOptions): ClientRequest =>
    url.protocol === 'https:'
      ? requestHttps(url, { ...options, agent: httpsAgent })
      : requestHttp(url, { ...options, agent: httpAgent });
};
