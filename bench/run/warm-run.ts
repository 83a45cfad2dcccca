import type { Candidate, CandidateName } from '../candidate.ts';
import { type Environment, type FunctionProcess, startFunction } from '../lambda/function-process.ts';
import { cpuMilliseconds, residentMebibytes } from '../lambda/usage.ts';

/** The cost of consecutive requests to one process. */
export interface WarmRun {
  /** The time of every request, in milliseconds. */
  readonly latencies: readonly number[];
  /** The average CPU time of a request in each block, in milliseconds. */
  readonly cpuOfBlocks: readonly number[];
  /** The memory after the last request, in MiB. */
  readonly resident: number;
}

/** Requests that are not counted, while Node compiles the code that runs often. */
const WARM_UP = 200;
const BLOCKS = 20;

/** @returns the list from another starting point: A B C, B C A, C A B. */
export const rotate = <T>(list: readonly T[], by: number): T[] => {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};

/** Sends requests that are not counted. */
export const warmUp = async (process: FunctionProcess): Promise<void> => {
  await process.waiting();
  process.endInit();
  for (let request = 0; request < WARM_UP; request += 1) await process.invoke();
};

/** @returns the average CPU time of a request in milliseconds, including the work after the last answer. */
export const cpuPerRequest = async (
  process: FunctionProcess,
  requests: number,
  send: () => Promise<unknown>,
): Promise<number> => {
  await process.waiting();
  const before = cpuMilliseconds(process.pid);
  for (let request = 0; request < requests; request += 1) await send();
  await process.waiting();
  return (cpuMilliseconds(process.pid) - before) / requests;
};

/** Keeps a process of each candidate alive and sends blocks of requests to them in turn. */
export const warmRun = async (
  candidates: readonly Candidate[],
  environment: Environment,
  requests: number,
): Promise<Map<CandidateName, WarmRun>> => {
  const ofBlock = Math.ceil(requests / BLOCKS);
  const instances: { name: CandidateName; process: FunctionProcess; latencies: number[]; cpuOfBlocks: number[] }[] = [];
  try {
    for (const candidate of candidates) {
      const process = await startFunction(candidate, environment);
      instances.push({ name: candidate.name, process, latencies: [], cpuOfBlocks: [] });
      await warmUp(process);
    }
    for (let block = 0; block < BLOCKS; block += 1) {
      for (const { process, latencies, cpuOfBlocks } of rotate(instances, block)) {
        const invoke = async () => latencies.push(await process.invoke());
        cpuOfBlocks.push(await cpuPerRequest(process, ofBlock, invoke));
      }
    }
    return new Map(
      instances.map(({ name, process, latencies, cpuOfBlocks }) => {
        return [name, { latencies, cpuOfBlocks, resident: residentMebibytes(process.pid) }];
      }),
    );
  } finally {
    for (const { process } of instances) await process.stop();
  }
};
