import { writeFile } from 'node:fs/promises';
import { serverlessYml } from '../../test/support/serverless-yml.ts';
import { describeMachine } from '../machine.ts';
import { showProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { createWorkDirectory } from '../work-directory.ts';
import { writeFigures } from '../write-figures.ts';
import { SDK_RETRIES } from './hot-key/aws.ts';
import { runHotKey } from './hot-key/hot-key.ts';
import { DEFAULT_SCENARIO } from './hot-key/simulate.ts';
import { type LoadResult, runLoad } from './in-process/load.ts';
import { ASSUMED_SERVICE_TIME, type Options, readOptions, usage } from './options.ts';
import { plot } from './plot/plot.ts';
import { hotKeyReport, loadReport } from './report.ts';

/** For a simulation without a measurement; in milliseconds and bytes. */
const ASSUMED = { serviceTime: ASSUMED_SERVICE_TIME, pageBytes: 2_200, logBytes: 520 };

/** Estimated: Lambda's own START, END and REPORT lines, and the 26 bytes that CloudWatch adds to each line. */
const PLATFORM_LOG_BYTES = 370;

/** The page as a Lambda instance serves it, to one visitor at a time. */
const measuredPage = (loads: readonly LoadResult[]) => {
  const page = loads.find(({ operation, callers }) => operation === 'page' && callers === 1);
  return page && { serviceTime: page.p50, pageBytes: page.answerBytes, logBytes: page.logBytes };
};

const simulateAll = (loads: readonly LoadResult[], options: Options) => {
  const { dbLatency, attempts, seed, rates, serviceTime: given } = options;
  const { serviceTime: found, pageBytes, logBytes } = measuredPage(loads) ?? ASSUMED;
  const serviceTime = given ?? found;
  const scenario = {
    ...DEFAULT_SCENARIO,
    seed,
    readTime: dbLatency,
    ownTime: Math.max(0, serviceTime - dbLatency),
    retries: { ...SDK_RETRIES, attempts },
  };
  const sizes = {
    pageBytes,
    logBytes: logBytes + PLATFORM_LOG_BYTES,
    memoryGB: serverlessYml.params.default.memorySize / 1_024,
  };
  const results = runHotKey({ scenario, sizes, rates, onProgress: showProgress });
  showProgress('');
  return { scenario, sizes, results };
};

const benchLoad = async (options: Options): Promise<void> => {
  const { json, svg } = options;
  const date = new Date().toISOString();
  const before = describeMachine();
  const loads = options.noLoad
    ? []
    : await runLoad({ ...options, directory: createWorkDirectory(), onProgress: showProgress });
  showProgress('');
  if (loads.length > 0) process.stdout.write(loadReport(loads, options.dbLatency));
  const { load: loadAfter } = describeMachine();

  const simulation = simulateAll(loads, options);
  process.stdout.write(hotKeyReport(simulation.results, simulation.scenario));

  if (svg !== undefined) await writeFile(svg, plot(simulation.results));
  if (json === undefined) return;
  const raw = { date, ...before, loadAfter, options, loads, simulation };
  await writeFigures(json, raw);
};

void runCommand({ name: 'bench:load', usage, readOptions, run: benchLoad });
