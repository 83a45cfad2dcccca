import type { Candidate, CandidateName } from './candidate.ts';
import { type FunctionProcess, type Surroundings, startFunction } from './lambda/function-process.ts';
import { cpuMilliseconds, residentMebibytes } from './lambda/usage.ts';
import { rotate } from './rotate.ts';

/** What one process that stays did, one request after another. */
export interface WarmRun {
  /** Of every request, in milliseconds. */
  readonly latencies: readonly number[];
  /** The CPU time of one request in milliseconds, as the average of a block of them. */
  readonly cpuOfBlocks: readonly number[];
  /** After the last request, in MiB. */
  readonly resident: number;
}

/** Requests that are not counted, in which Node compiles what runs often. */
const WARM_UP = 200;
const BLOCKS = 20;

interface Instance {
  readonly name: CandidateName;
  readonly process: FunctionProcess;
  readonly latencies: number[];
  readonly cpuOfBlocks: number[];
}

const runBlock = async ({ process, latencies, cpuOfBlocks }: Instance, requests: number): Promise<void> => {
  await process.waiting();
  const before = cpuMilliseconds(process.pid);
  for (let request = 0; request < requests; request += 1) latencies.push(await process.invoke());
  // What a function does after its answer is part of what the request costs.
  await process.waiting();
  cpuOfBlocks.push((cpuMilliseconds(process.pid) - before) / requests);
};

/** Keeps a process of each candidate alive, and sends to them in turns, a block of requests at a time. */
export const warmRun = async (
  candidates: readonly Candidate[],
  surroundings: Surroundings,
  { requests, onBlock }: { requests: number; onBlock: (done: number, all: number) => void },
): Promise<Map<CandidateName, WarmRun>> => {
  const instances: Instance[] = [];
  try {
    for (const candidate of candidates) {
      const process = await startFunction(candidate, surroundings);
      instances.push({ name: candidate.name, process, latencies: [], cpuOfBlocks: [] });
      await process.waiting();
      process.endInit();
      for (let request = 0; request < WARM_UP; request += 1) await process.invoke();
    }
    for (let block = 0; block < BLOCKS; block += 1) {
      for (const instance of rotate(instances, block)) await runBlock(instance, Math.ceil(requests / BLOCKS));
      onBlock(block + 1, BLOCKS);
    }
    return new Map(
      instances.map(({ name, process, ...figures }) => [
        name,
        { ...figures, resident: residentMebibytes(process.pid) },
      ]),
    );
  } finally {
    for (const { process } of instances) await process.stop();
  }
};
