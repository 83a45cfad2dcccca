import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { buildCandidates, CANDIDATE_NAMES, type CandidateName } from './candidates.ts';
import { measure, measureDearRequests } from './measure.ts';
import { besideReport, conditions, dearReport, memorySizesReport, publish, runReport } from './report.ts';
import { startStubDynamoDB } from './stub-dynamodb.ts';
import { judge, TARGETS } from './targets.ts';

interface Options {
  readonly rounds: number;
  readonly requests: number;
  readonly only: readonly CandidateName[];
  readonly beside?: string;
  readonly memorySizes?: true;
  readonly write?: true;
  readonly check?: true;
}

/** In MB. */
const MEMORY_SIZES = [256, 512, 1_024, 1_769];

const wholeNumber = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
};

const toCandidates = (text: string): readonly CandidateName[] =>
  text.split(',').map((name) => {
    const found = CANDIDATE_NAMES.find((known) => known === name);
    if (found) return found;
    throw new InvalidArgumentError(`There is no candidate "${name}".`);
  });

/** Shows the current step on a terminal, in place of the last one. An empty text clears the line. */
const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

/** Creates a temporary folder that is removed when this process ends, in any way. */
const createWorkDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return directory;
};

const bench = async ({ only, beside, memorySizes, check, ...options }: Options): Promise<void> => {
  const [load = 0] = loadavg();
  showProgress('building the candidates');
  const names = memorySizes ? only.filter((name) => name === 'page' || name === 'graphql') : only;
  const candidates = await buildCandidates(names, createWorkDirectory(), beside);
  const latencyMs = memorySizes ? 4 : 0;
  const store = await startStubDynamoDB(latencyMs);
  const run = (memory?: number) =>
    measure(candidates, { storeEndpoint: store.endpoint, memory }, options, showProgress);
  const note = () => `${options.rounds} rounds, a DynamoDB that answers in ${latencyMs} ms; ${conditions(load)}\n`;
  try {
    if (memorySizes) {
      const runs = [];
      for (const memory of MEMORY_SIZES) runs.push(await run(memory));
      return publish('memory sizes', `${memorySizesReport(runs)}\n${note()}`, options);
    }
    const measured = await run();
    const verdicts = TARGETS.map((target) => judge(target, measured));
    publish('candidates', `${runReport(measured)}\n${note()}`, options);
    process.stdout.write(verdicts.map(({ line }) => `${line}\n`).join(''));
    if (beside) process.stdout.write(`\n${besideReport(measured)}\n`);
    const page = candidates.find(({ name }) => name === 'page');
    if (page && options.requests > 0) {
      showProgress('the most expensive requests');
      const costs = await measureDearRequests(page, { storeEndpoint: store.endpoint });
      publish('expensive requests', dearReport(costs), options);
    }
    if (check && verdicts.some(({ fails }) => fails)) process.exitCode = 1;
  } finally {
    await store.stop();
    showProgress('');
  }
};

await new Command('npm run bench --')
  .description(
    'Compares cold starts, warm requests and memory with other functions that show the same string. For Linux.',
  )
  .option('--rounds <n>', 'cold starts of each candidate', wholeNumber, 25)
  .option('--requests <n>', 'requests to a warm process of each; 0 for cold starts only', wholeNumber, 2_000)
  .option('--only <names>', `only these of ${CANDIDATE_NAMES.join(',')}`, toCandidates, CANDIDATE_NAMES)
  .option('--beside <dir>', 'another checkout, with node_modules, whose product takes part, too')
  .option('--memory-sizes', `times with Lambda’s share of the CPU for ${MEMORY_SIZES.join(', ')} MB; needs root`)
  .option('--write', 'put the tables into docs/performance.md')
  .option('--check', 'exit with 1 when a target for CPU, memory or bytes is missed')
  .showHelpAfterError('See: npm run bench -- --help')
  .exitOverride(({ exitCode }) => process.exit(exitCode && 2))
  .action(bench)
  .parseAsync();
