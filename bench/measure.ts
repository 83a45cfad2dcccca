import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate } from './candidates.ts';
import { type ColdStart, type Measurement, median, type WarmRun } from './figures.ts';
import { type Environment, type FunctionProcess, startFunction } from './function-process.ts';
import { DEAR_REQUESTS, largestFileRequest } from './requests.ts';
import { cpuMilliseconds, residentMebibytes } from './usage.ts';

const COUNTER = new URL('count-loaded-code.mjs', import.meta.url).href;

/** Several processes, because each may grow its memory in other steps, and compile other code first. */
const WARM_RUNS = 5;
/** Requests that are not counted, while Node compiles the code that runs often. */
const WARM_UP = 200;
const BLOCKS = 20;

/** The figures of all candidates at one memory size, by name. */
export interface Run {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  readonly measurements: ReadonlyMap<string, Measurement>;
}

/** Starts a candidate in a fresh process and sends it one event. */
const coldStart = async (candidate: Candidate, environment: Environment): Promise<ColdStart> => {
  const instance = await startFunction(candidate, environment);
  try {
    const init = await instance.waiting();
    instance.endInit();
    const first = await instance.invoke();
    return { init, first, wall: init + first, cpu: cpuMilliseconds(instance.pid) };
  } finally {
    await instance.stop();
  }
};

/** Lists the JavaScript files that a candidate loads until its first answer: only some of a split bundle. */
export const loadedFiles = async (candidate: Candidate, environment: Environment) => {
  const list = join(candidate.directory, 'loaded-code.txt');
  await rm(list, { force: true }); // left by the last run
  const variables = { NODE_OPTIONS: `--import=${COUNTER}`, LOADED_CODE: list };
  const instance = await startFunction(candidate, environment, variables);
  try {
    await instance.invoke();
  } finally {
    await instance.stop();
  }
  const own = `${pathToFileURL(candidate.directory).href}/`;
  const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.split(' '));
  return lines.flatMap(([bytes, url = '']) => (url.startsWith(own) ? { url: new URL(url), bytes: Number(bytes) } : []));
};

/** @returns the list from another starting point: A B C, B C A, C A B. */
export const rotate = <T>(list: readonly T[], by: number): T[] => {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};

const warmUp = async (process: FunctionProcess): Promise<void> => {
  await process.waiting();
  process.endInit();
  for (let request = 0; request < WARM_UP; request += 1) await process.invoke();
};

/** @returns the average CPU time of a request in milliseconds, including the work after the last answer. */
const cpuPerRequest = async (process: FunctionProcess, requests: number, send: () => Promise<unknown>) => {
  await process.waiting();
  const before = cpuMilliseconds(process.pid);
  for (let request = 0; request < requests; request += 1) await send();
  await process.waiting();
  return (cpuMilliseconds(process.pid) - before) / requests;
};

/** Keeps a process of each candidate alive and sends blocks of requests to them in turn. */
const warmRun = async (candidates: readonly Candidate[], environment: Environment, requests: number) => {
  const instances: { name: string; process: FunctionProcess; latencies: number[]; cpuOfBlocks: number[] }[] = [];
  try {
    for (const candidate of candidates) {
      const process = await startFunction(candidate, environment);
      instances.push({ name: candidate.name, process, latencies: [], cpuOfBlocks: [] });
      await warmUp(process);
    }
    for (let block = 0; block < BLOCKS; block += 1) {
      for (const { process, latencies, cpuOfBlocks } of rotate(instances, block)) {
        const invoke = async () => latencies.push(await process.invoke());
        cpuOfBlocks.push(await cpuPerRequest(process, Math.ceil(requests / BLOCKS), invoke));
      }
    }
    return instances.map(({ process, ...figures }) => ({ ...figures, resident: residentMebibytes(process.pid) }));
  } finally {
    for (const { process } of instances) await process.stop();
  }
};

/** Measures cold starts and then requests to warm processes of all candidates in turn. */
export const measure = async (
  candidates: readonly Candidate[],
  environment: Environment,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
  onProgress: (doing: string) => void,
): Promise<Run> => {
  const measurements = new Map<string, Measurement & { coldStarts: ColdStart[]; warmRuns: WarmRun[] }>();
  for (const candidate of candidates) {
    const { name, zipBytes } = candidate;
    const loaded = await loadedFiles(candidate, environment);
    const loadedBytes = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
    measurements.set(name, { zipBytes, loadedBytes, coldStarts: [], warmRuns: [] });
    // Not counted: it fills the file cache.
    await coldStart(candidate, environment);
  }
  for (let round = 0; round < rounds; round += 1) {
    onProgress(`cold starts, round ${round + 1} of ${rounds}`);
    for (const candidate of rotate(candidates, round)) {
      measurements.get(candidate.name)?.coldStarts.push(await coldStart(candidate, environment));
    }
  }
  for (let number = 1; requests > 0 && number <= WARM_RUNS; number += 1) {
    onProgress(`warm requests, run ${number} of ${WARM_RUNS}`);
    const runs = await warmRun(candidates, environment, requests);
    for (const { name, ...figures } of runs) measurements.get(name)?.warmRuns.push(figures);
  }
  return { memory: environment.memory, measurements };
};

/** The status of an expensive request, its CPU time in milliseconds, and the ratio to the page's. */
export interface DearCost {
  readonly name: string;
  readonly status: number;
  readonly cpu: number;
  readonly ratio: number;
}

/** @param page The `page` candidate. Its process gets every request five times, with 50 pages before each. */
export const measureDearRequests = async (page: Candidate, environment: Environment): Promise<DearCost[]> => {
  const file = { 'the largest file of the playground, uncompressed': largestFileRequest(page.directory) };
  const process = await startFunction(page, environment);
  try {
    await warmUp(process);
    const costs: DearCost[] = [];
    for (const [name, event] of Object.entries({ ...DEAR_REQUESTS, ...file })) {
      // Not counted: it compiles the code for this request.
      const status = await process.send(event);
      const rounds: { cpu: number; ratio: number }[] = [];
      for (let round = 0; round < 5; round += 1) {
        const pageCpu = await cpuPerRequest(process, 50, process.invoke);
        const cpu = await cpuPerRequest(process, 1, () => process.send(event));
        rounds.push({ cpu, ratio: cpu / pageCpu });
      }
      const cpu = median(rounds.map((round) => round.cpu));
      costs.push({ name, status, cpu, ratio: median(rounds.map((round) => round.ratio)) });
    }
    return costs;
  } finally {
    await process.stop();
  }
};
