import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePeer } from './bundle-peer.ts';
import type { Candidate, CandidateName } from './candidate.ts';
import { GRAPHQL_EVENT, PAGE_EVENT } from './events.ts';
import { unpackProduct } from './product.ts';
import { findPython } from './python.ts';

type Role = Pick<Candidate, 'event'> & { readonly code: string };

/** Which code answers, and what it is asked. */
const ROLES: Readonly<Record<CandidateName, Role>> = {
  constant: { code: 'constant', event: PAGE_EVENT },
  'raw-http': { code: 'raw-http', event: PAGE_EVENT },
  bare: { code: 'bare', event: PAGE_EVENT },
  page: { code: 'product', event: PAGE_EVENT },
  graphql: { code: 'product', event: GRAPHQL_EVENT },
  hono: { code: 'hono', event: PAGE_EVENT },
  'apollo page': { code: 'apollo', event: PAGE_EVENT },
  'apollo graphql': { code: 'apollo', event: GRAPHQL_EVENT },
  yoga: { code: 'yoga', event: GRAPHQL_EVENT },
  flask: { code: 'flask', event: PAGE_EVENT },
};

type Build = Omit<Candidate, 'name' | 'event' | 'directory'>;

const environment = { TABLE_NAME: 'saved-string-bench' };

/** @returns undefined where it cannot run. */
const copyFlask = async (directory: string): Promise<Build | undefined> => {
  const python = await findPython();
  if (python === undefined) return undefined;
  await cp(fileURLToPath(new URL('peers/flask', import.meta.url)), directory, { recursive: true });
  return { handler: 'app.app', environment, command: [python, 'bootstrap.py'], zipBytes: undefined };
};

const build = async (code: string, directory: string): Promise<Build | undefined> => {
  if (code === 'product') return unpackProduct(directory);
  if (code === 'flask') return copyFlask(directory);
  return { handler: 'handler.handler', environment, zipBytes: await bundlePeer(code, directory) };
};

/** Builds the candidates, each in a folder of its own inside of a given one. Leaves out flask where it cannot run. */
export const buildCandidates = async (names: readonly CandidateName[], parent: string): Promise<Candidate[]> => {
  const builds = new Map<string, Build | undefined>();
  const candidates: Candidate[] = [];
  for (const name of names) {
    const { code, event } = ROLES[name];
    const directory = join(parent, code);
    if (!builds.has(code)) builds.set(code, await build(code, directory));
    const built = builds.get(code);
    if (built) candidates.push({ name, event, directory, ...built });
  }
  return candidates;
};
