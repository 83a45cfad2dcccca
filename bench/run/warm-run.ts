import type { Candidate, CandidateName } from '../candidate.ts';
import { type Environment, type FunctionProcess, startFunction } from '../lambda/function-process.ts';
import { cpuMilliseconds, residentMebibytes } from '../lambda/usage.ts';

/** The cost of requests to one process that stays, one after another. */
export interface WarmRun {
  /** Of every request, in milliseconds. */
  readonly latencies: readonly number[];
  /** The CPU time of one request in milliseconds, on average over each block of them. */
  readonly cpuOfBlocks: readonly number[];
  /** The memory held after the last request, in MiB. */
  readonly resident: number;
}

/** Requests that are not counted, in which Node compiles what runs often. */
const WARM_UP = 200;
const BLOCKS = 20;

/** @returns the list begun at another place: A B C, B C A, C A B. */
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

/** @returns the average CPU time of a request in milliseconds, with all that the process does after the last answer. */
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

/** Keeps a process of each candidate alive, and sends to them in turns, a block of requests at a time. */
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
