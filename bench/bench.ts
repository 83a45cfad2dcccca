import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildCandidates } from './build-candidates.ts';
import { canShareCpu } from './lambda/cpu-share.ts';
import { createBenchCommand, type Options } from './options.ts';
import { figures, writeFigures } from './report/figures.ts';
import { memorySizesReport } from './report/memory-sizes.ts';
import { conditionsLine, dearReport, describeMachine, runReport, verdictLine } from './report/report.ts';
import { exitCode, judge, TARGETS } from './report/targets.ts';
import { measureDearRequests } from './run/measure-dear-requests.ts';
import { measure, planRuns, type Run, type RunPlan } from './run/run.ts';
import { startStubDynamoDB } from './run/stub-dynamodb.ts';

/** Creates a temporary folder that is removed when this process ends, in any way. */
const createWorkDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return directory;
};

/** Shows the current step on a terminal, in place of the last one. An empty text clears the line. */
const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

/** Builds the candidates and carries out the plans in order, then measures the most expensive requests. */
const measureAll = async (plans: readonly RunPlan[], { only, dbLatency, memorySizes }: Options) => {
  const directory = createWorkDirectory();
  showProgress('building the candidates');
  const candidates = await buildCandidates(only, directory);
  const store = await startStubDynamoDB(dbLatency);
  try {
    const certificateFile = join(directory, 'store.pem');
    await writeFile(certificateFile, store.certificate);
    const environment = { storeEndpoint: store.endpoint, certificateFile, memory: undefined };
    const runs: Run[] = [];
    for (const plan of plans) {
      const onProgress = (doing: string) => showProgress(`run ${runs.length + 1}/${plans.length}: ${doing}`);
      runs.push(await measure(candidates, { ...environment, memory: plan.memory }, plan, onProgress));
    }
    showProgress('the most expensive requests');
    const page = memorySizes ? undefined : candidates.find(({ name }) => name === 'page');
    return { runs, dearCosts: page ? await measureDearRequests(page, environment) : [] };
  } finally {
    await store.stop();
    showProgress('');
  }
};

const bench = async (command: Command): Promise<void> => {
  if (process.platform !== 'linux') command.error('This needs Linux: it reads the CPU time of a process from /proc.');
  const options = command.opts<Options>();
  const canLimit = canShareCpu();
  if (options.memory && !canLimit) command.error('Memory sizes need Linux control groups, and root.');

  const date = new Date().toISOString();
  const before = describeMachine();
  const { runs, dearCosts } = await measureAll(planRuns(options, canLimit), options);
  const after = describeMachine();
  const verdicts = TARGETS.map((target) => judge(target, runs));

  const missing = options.only.filter((name) => !runs.every(({ measurements }) => measurements.has(name)));
  const lines = [
    ...(options.memorySizes ? [memorySizesReport(runs)] : runs.map(runReport)),
    ...(dearCosts.length > 0 ? [dearReport(dearCosts)] : []),
    conditionsLine(options, before.load, after),
    ...missing.map((name) => `${name} was not run: python3 cannot import flask and boto3`),
    ...(canLimit ? [] : ['The targets at 512 MB were not measured: they need Linux control groups, and root']),
    ...(options.memorySizes ? [] : ['', ...verdicts.map(verdictLine)]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);

  if (options.json !== undefined) {
    const conditions = { date, ...before, loadAfter: after.load, ...options };
    await writeFigures(options.json, { conditions, runs: runs.map(figures), dearCosts, verdicts });
  }
  if (options.check) process.exitCode = exitCode(verdicts);
};

const command = createBenchCommand();
await command.action(() => bench(command)).parseAsync();
