import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { type Candidate, type CandidateName, LEASED_TABLE } from './candidate.ts';
import { GRAPHQL_EVENT, PAGE_EVENT } from './events.ts';
import { unpackSavedString } from './saved-string.ts';

type Role = Pick<Candidate, 'event'> & { readonly code: string; readonly variables?: Candidate['variables'] };

/** The code, the event and the variables of each candidate. */
const ROLES: Readonly<Record<CandidateName, Role>> = {
  constant: { code: 'constant', event: PAGE_EVENT },
  'raw-http': { code: 'raw-http', event: PAGE_EVENT },
  bare: { code: 'bare', event: PAGE_EVENT },
  page: { code: 'saved-string', event: PAGE_EVENT },
  'leased page': { code: 'saved-string', event: PAGE_EVENT, variables: { TABLE_NAME: LEASED_TABLE } },
  graphql: { code: 'saved-string', event: GRAPHQL_EVENT },
  hono: { code: 'hono', event: PAGE_EVENT },
  'apollo page': { code: 'apollo', event: PAGE_EVENT },
  'apollo graphql': { code: 'apollo', event: GRAPHQL_EVENT },
  yoga: { code: 'yoga', event: GRAPHQL_EVENT },
  flask: { code: 'flask', event: PAGE_EVENT },
};

type Build = Omit<Candidate, 'name' | 'event' | 'directory'>;

const variables = { TABLE_NAME: 'saved-string-bench' };

const peerFile = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** Builds a peer the way people ship a function: one minified file with all its dependencies. */
const bundlePeer = async (name: string, directory: string): Promise<Build> => {
  const outfile = join(directory, 'handler.mjs');
  await build({
    entryPoints: [peerFile(`${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // CommonJS dependencies require() Node's own modules, but an ES module has no require().
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const zip = zipSync({ 'handler.mjs': await readFile(outfile) }, { level: 9 });
  return { handler: 'handler.handler', variables, zipBytes: zip.length };
};

/** @returns undefined if `python3` lacks flask or boto3. */
const copyFlask = async (directory: string): Promise<Build | undefined> => {
  // The interpreter itself: a version manager's wrapper would count as part of the cold start.
  const program = 'import boto3, flask, sys; print(sys.executable)';
  const python = await promisify(execFile)('python3', ['-c', program]).catch(() => undefined);
  if (!python) return undefined;
  await cp(peerFile('flask'), directory, { recursive: true });
  return { handler: 'app.app', variables, command: [python.stdout.trim(), 'bootstrap.py'], zipBytes: undefined };
};

const buildCode = (code: string, directory: string): Promise<Build | undefined> => {
  if (code === 'saved-string') return unpackSavedString(directory);
  if (code === 'flask') return copyFlask(directory);
  return bundlePeer(code, directory);
};

/** Builds each candidate in its own subfolder. Leaves out flask if it can't run. */
export const buildCandidates = async (names: readonly CandidateName[], parent: string): Promise<Candidate[]> => {
  const builds = new Map<string, Build | undefined>();
  const candidates: Candidate[] = [];
  for (const name of names) {
    const { code, event, variables } = ROLES[name];
    const directory = join(parent, code);
    if (!builds.has(code)) builds.set(code, await buildCode(code, directory));
    const built = builds.get(code);
    if (built) candidates.push({ name, event, directory, ...built, variables: { ...built.variables, ...variables } });
  }
  return candidates;
};
