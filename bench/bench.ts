import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CandidateName } from './candidate.ts';
import { figures } from './figures.ts';
import { canShareCpu } from './lambda/cpu-share.ts';
import { describeMachine } from './machine.ts';
import { checkFolderOf, OptionError, type Options, readOptions, usage } from './options.ts';
import { runPasses } from './passes.ts';
import { planPasses } from './plan.ts';
import { powerReport } from './power.ts';
import { conditionsLine, passReport, verdictLine } from './report.ts';
import { runCommand } from './run-command.ts';
import { TARGETS } from './targets.ts';
import { exitCode, judge } from './verdict.ts';
import { writeFigures } from './write-figures.ts';

/** What would go wrong in the end, or in a way that says nothing, goes wrong here. */
const checkSurroundings = ({ runtime, json }: Options): void => {
  if (process.platform !== 'linux')
    throw new OptionError('This needs Linux, whose /proc tells the CPU time of a process');
  if (runtime !== undefined && !existsSync(join(runtime, 'index.mjs'))) {
    throw new OptionError(`There is no index.mjs in ${runtime}`);
  }
  checkFolderOf(json);
};

const bench = async (options: Options): Promise<void> => {
  checkSurroundings(options);
  const canLimit = canShareCpu();
  const plans = planPasses(options, canLimit);

  const date = new Date().toISOString();
  const before = describeMachine();
  const passes = await runPasses(plans, options);
  const after = describeMachine();
  const verdicts = TARGETS.map((target) => judge(target, passes));

  const isMissing = (name: CandidateName) => !passes.every(({ measurements }) => measurements.has(name));
  const lines = [
    ...(options.power ? [powerReport(passes)] : passes.map(passReport)),
    conditionsLine(options, before.load, after),
    ...options.only.filter(isMissing).map((name) => `${name} was not run: python3 cannot import flask and boto3`),
    ...(canLimit ? [] : ['The targets at 512 MB were not measured: that needs Linux control groups, and root']),
    ...(options.power ? [] : ['', ...verdicts.map(verdictLine)]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);

  if (options.json !== undefined) {
    const raw = { date, ...before, loadAfter: after.load, options, passes: passes.map(figures), verdicts };
    await writeFigures(options.json, raw);
  }
  if (options.check) process.exitCode = exitCode(verdicts);
};

void runCommand({ name: 'bench', usage, readOptions, run: bench });
