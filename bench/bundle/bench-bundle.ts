import { join } from 'node:path';
import { build } from 'esbuild';
import type { Candidate } from '../candidate.ts';
import { GRAPHQL_EVENT, PAGE_EVENT } from '../events.ts';
import { canShareCpu } from '../lambda/cpu-share.ts';
import { OWN_LOOP } from '../lambda/function-process.ts';
import { describeMachine } from '../machine.ts';
import { compare, type Measurement } from '../metrics.ts';
import { checkFolderOf, OptionError, parseOptions, readNumber } from '../options.ts';
import { type Pass, runPass } from '../pass.ts';
import { showProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { startStubDynamoDB } from '../stub-dynamodb.ts';
import { fixed, kibibytes, markdownTable } from '../table.ts';
import { createWorkDirectory } from '../work-directory.ts';
import { writeFigures } from '../write-figures.ts';
import { shippedSettings } from './settings.ts';
import { SHIPPED, VARIANTS } from './variants.ts';

const usage = `Measures what each setting of the function's bundle is worth: cold starts with another one, compared with the bundle as
it is shipped.

Usage: npm run bench:bundle -- [options]

  --rounds N    cold starts of each variant, for the page and for GraphQL (default 25)
  --requests N  requests to a warm process of each, too (default 0)
  --memory MB   gives the invocations the CPU that Lambda gives for it (default: all of it); needs root
  --json FILE   writes every single figure to a file
  --help        this text
`;

const environment = { STAGE: 'bench', TABLE_NAME: 'saved-string-bench', INITIAL_STRING: 'dynamic string' };

const pageOf = (variant: string) => `${variant}: page`;
const graphqlOf = (variant: string) => `${variant}: GraphQL`;

const buildVariants = async (parent: string): Promise<Candidate<string>[]> => {
  const shipped = shippedSettings();
  const builds = VARIANTS.map(async (variant, index) => {
    const directory = join(parent, String(index));
    await build({ ...variant.change(shipped), outdir: join(directory, 'src') });
    const code = {
      directory,
      handler: 'src/lambda.handler',
      environment: { ...environment, ...variant.environment },
      zipBytes: undefined,
    };
    return [
      { ...code, name: pageOf(variant.name), event: PAGE_EVENT },
      { ...code, name: graphqlOf(variant.name), event: GRAPHQL_EVENT },
    ];
  });
  return (await Promise.all(builds)).flat();
};

const measure = async (rounds: number, requests: number, memory: number | undefined): Promise<Pass<string>> => {
  const candidates = await buildVariants(createWorkDirectory());
  const store = await startStubDynamoDB();
  try {
    const surroundings = { storeEndpoint: store.endpoint, certificateFile: '', runtimeFile: OWN_LOOP, memory };
    return await runPass(candidates, surroundings, { rounds, requests, onProgress: showProgress });
  } finally {
    await store.stop();
    showProgress('');
  }
};

const COMPARED = ['cold CPU', 'cold wall', 'warm CPU', 'RSS'] as const;

const columnsOf = (role: string) => [...COMPARED.map((metric) => `${role}: ${metric} ×`), `${role}: JS KiB`];

const report = ({ measurements }: Pass<string>): string => {
  const cells = (measured: Measurement | undefined, reference: Measurement | undefined) =>
    measured === undefined
      ? []
      : [
          ...COMPARED.map((metric) => fixed(compare(metric, measured, reference)?.median, 2)),
          kibibytes(measured.loadedBytes),
        ];
  const rows = VARIANTS.map(({ name }) => [
    name,
    ...cells(measurements.get(pageOf(name)), measurements.get(pageOf(SHIPPED.name))),
    ...cells(measurements.get(graphqlOf(name)), measurements.get(graphqlOf(SHIPPED.name))),
  ]);
  return `${markdownTable(['bundle', ...columnsOf('page'), ...columnsOf('GraphQL')], rows)}\n`;
};

const readOptions = (args: readonly string[]) => {
  const { rounds, requests, memory, json, help } = parseOptions(args, {
    rounds: { type: 'string', default: '25' },
    requests: { type: 'string', default: '0' },
    memory: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  return {
    rounds: readNumber('rounds', rounds, 1),
    requests: readNumber('requests', requests, 0),
    memory: memory === undefined ? undefined : readNumber('memory', memory, 128),
    json,
    help,
  };
};

const benchBundle = async ({ rounds, requests, memory, json }: ReturnType<typeof readOptions>): Promise<void> => {
  if (memory !== undefined && !canShareCpu()) throw new OptionError('--memory needs Linux control groups, and root');
  checkFolderOf(json);

  const [date, before] = [new Date().toISOString(), describeMachine()];
  const pass = await measure(rounds, requests, memory);
  const loadAfter = describeMachine().load;
  process.stdout.write(`${report(pass)}\n${rounds} rounds; load ${before.load[0]} before, ${loadAfter[0]} after\n`);
  if (json === undefined) return;
  const options = { rounds, requests, memory: memory ?? 'unlimited' };
  await writeFigures(json, { date, ...before, loadAfter, ...options, variants: Object.fromEntries(pass.measurements) });
};

void runCommand({ name: 'bench:bundle', usage, readOptions, run: benchBundle });
