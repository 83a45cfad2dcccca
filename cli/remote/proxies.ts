import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';

/** As Node takes them. */
export interface Proxies {
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

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
  return { HTTP_PROXY: readProxy('HTTP_PROXY'), HTTPS_PROXY: readProxy('HTTPS_PROXY'), NO_PROXY: read('NO_PROXY') };
};

/** Makes agents that go through the proxies. Not `fetch`, which tunnels plain HTTP: few proxies allow that. */
export const createAgents = (proxies: Proxies) => {
  const options = { keepAlive: true, proxyEnv: { ...proxies } };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
};
