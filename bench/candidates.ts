import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { build } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import { packageStages } from '../stack/package-stages.ts';
import { GRAPHQL_EVENT, PAGE_EVENT, SAVE_EVENT } from './requests.ts';

/** In this table, a process may keep the string for a second. */
export const LEASED_TABLE = 'leased';

/** A Lambda function that shows the saved string. */
export interface Candidate {
  readonly name: string;
  /** The folder with its code, as Lambda unpacks it. */
  readonly directory: string;
  /** In Lambda's format: the module's path without its extension, a dot, the export's name. */
  readonly handler: string;
  readonly event: APIGatewayProxyEventV2;
  /** Environment variables in addition to Lambda's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** The size of the upload; for this project without the files that browsers load, because no peer has any. */
  readonly zipBytes: number;
}

type Role = Pick<Candidate, 'event'> & { readonly code: string; readonly variables?: Candidate['variables'] };

const PRODUCT = 'saved-string';

/** In the order of the report. The product is packaged as `serverless deploy` would send it. */
const ROLES = {
  constant: { code: 'constant', event: PAGE_EVENT },
  'raw-http': { code: 'raw-http', event: PAGE_EVENT },
  bare: { code: 'bare', event: PAGE_EVENT },
  page: { code: PRODUCT, event: PAGE_EVENT },
  'leased page': { code: PRODUCT, event: PAGE_EVENT, variables: { TABLE_NAME: LEASED_TABLE } },
  graphql: { code: PRODUCT, event: GRAPHQL_EVENT },
  'first save': { code: PRODUCT, event: SAVE_EVENT },
  hono: { code: 'hono', event: PAGE_EVENT },
  'apollo page': { code: 'apollo', event: PAGE_EVENT },
  'apollo graphql': { code: 'apollo', event: GRAPHQL_EVENT },
  yoga: { code: 'yoga', event: GRAPHQL_EVENT },
} satisfies Record<string, Role>;

export type CandidateName = keyof typeof ROLES;
export const CANDIDATE_NAMES = Object.keys(ROLES) as readonly CandidateName[];

/** The reference of all ratios: the SDK's client with its defaults, and a template. */
export const REFERENCE: CandidateName = 'bare';

/** The name of a candidate of the product as built from another checkout. */
export const besideOf = (name: string): string => `${name}, beside`;

type Build = Omit<Candidate, 'name' | 'event' | 'directory'>;

/** Builds a peer the way people ship a function: one minified file with all its dependencies. */
const bundlePeer = async (name: string, directory: string): Promise<Build> => {
  const outfile = join(directory, 'handler.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL(`peers/${name}.ts`, import.meta.url))],
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
  return { handler: 'handler.handler', variables: { TABLE_NAME: 'saved-string-bench' }, zipBytes: zip.length };
};

/** Packages the product and unpacks it into a folder, like Lambda. */
const unpackProduct = async (directory: string, checkout: string): Promise<Build> => {
  const { template, zip } = (await packageStages({ bench: {} }, checkout)).bench;
  const files = unzipSync(zip);
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const { Handler, Environment } = Object(template.Resources.WebLambdaFunction?.Properties);
  const measured = Object.entries(files).filter(([name]) => !/^build\/(edit|playground)\//.test(name));
  const zipBytes = zipSync(Object.fromEntries(measured), { level: 9 }).length;
  return { handler: Handler, variables: Environment.Variables, zipBytes };
};

/** Builds candidates in subfolders. The product of another checkout, with its dependencies, takes part beside each. */
export const buildCandidates = async (
  names: readonly CandidateName[],
  parent: string,
  beside?: string,
): Promise<Candidate[]> => {
  const builds = new Map<string, Build>();
  const add = async (name: string, { code, event, variables }: Role, checkout: string): Promise<Candidate> => {
    const directory = join(parent, checkout === '.' ? code : besideOf(code));
    const built =
      builds.get(directory) ??
      (code === PRODUCT ? await unpackProduct(directory, checkout) : await bundlePeer(code, directory));
    builds.set(directory, built);
    return { name, event, directory, ...built, variables: { ...built.variables, ...variables } };
  };
  const candidates: Candidate[] = [];
  for (const name of names) {
    candidates.push(await add(name, ROLES[name], '.'));
    if (beside && ROLES[name].code === PRODUCT) candidates.push(await add(besideOf(name), ROLES[name], beside));
  }
  return candidates;
};
