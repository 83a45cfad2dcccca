import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { figures } from './figures.ts';
import { canShareCpu } from './lambda/cpu-share.ts';
import { describeMachine } from './machine.ts';
import { OptionError, type Options, readOptions, usage } from './options.ts';
import { type PassPlan, runPasses } from './passes.ts';
import { powerReport } from './power.ts';
import { findPython } from './python.ts';
import { passReport, verdictLine } from './report.ts';
import { TARGETS } from './targets.ts';
import { exitCode, judge } from './verdict.ts';

/** What would go wrong in the end, or in a way that says nothing, goes wrong here. */
const checkSurroundings = ({ runtime, json }: Options): void => {
  if (process.platform !== 'linux')
    throw new OptionError('This needs Linux, whose /proc tells the CPU time of a process');
  if (runtime !== undefined && !existsSync(join(runtime, 'index.mjs'))) {
    throw new OptionError(`There is no index.mjs in ${runtime}`);
  }
  if (json !== undefined && !existsSync(dirname(json))) throw new OptionError(`There is no folder ${dirname(json)}`);
};

const planPasses = ({ memory, requests }: Options, canLimit: boolean): PassPlan[] => {
  if (memory && !canLimit) throw new OptionError('--memory needs Linux control groups, and root');
  if (memory) return memory.map((megabytes) => ({ memory: megabytes, requests }));
  const unlimited = { memory: undefined, requests };
  // The targets at 512 MB are about cold starts.
  return canLimit ? [unlimited, { memory: 512, requests: 0 }] : [unlimited];
};

const bench = async (options: Options): Promise<void> => {
  checkSurroundings(options);
  const date = new Date().toISOString();
  const canLimit = canShareCpu();
  const plans = planPasses(options, canLimit);
  const python = options.only.includes('flask') ? await findPython() : undefined;
  const names = options.only.filter((name) => name !== 'flask' || python !== undefined);

  const before = describeMachine();
  const passes = await runPasses(plans, names, { ...options, python: python ?? '' });
  const { load } = describeMachine();
  const verdicts = TARGETS.map((target) => judge(target, passes));

  const lines = options.power ? [powerReport(passes)] : passes.map(passReport);
  lines.push(
    `Node ${before.node.slice(1)} ${options.runtime === undefined ? 'with the loop of bench/lambda' : 'with aws-lambda-ric'}, ` +
      `on ${before.cores} × ${before.cpu}; a DynamoDB that answers in ${options.dbLatency} ms; ` +
      `${options.rounds} rounds; load ${before.load[0]?.toFixed(2)} before, ${load[0]?.toFixed(2)} after`,
  );
  if (names.length < options.only.length) lines.push('flask was not run: python3 cannot import flask and boto3');
  if (!canLimit) lines.push('The targets at 512 MB were not measured: that needs Linux control groups, and root');
  if (!options.power) lines.push('', ...verdicts.map(verdictLine));
  process.stdout.write(`${lines.join('\n')}\n`);

  if (options.json !== undefined) {
    const raw = { date, ...before, loadAfter: load, options, passes: passes.map(figures), verdicts };
    await writeFile(options.json, `${JSON.stringify(raw, null, 1)}\n`);
  }
  if (options.check) process.exitCode = exitCode(verdicts);
};

const main = async (): Promise<void> => {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(usage);
    else await bench(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}. See: npm run bench -- --help\n`);
    process.exitCode = 1;
  }
};

void main();
