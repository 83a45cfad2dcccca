import type { Candidate } from './candidate.ts';
import { type FunctionProcess, type Surroundings, startFunction } from './lambda/function-process.ts';
import { cpuMilliseconds, residentMebibytes } from './lambda/usage.ts';
import { rotate } from './rotate.ts';

/** What one process that stays took, one request after another. */
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

interface Instance<Name extends string> {
  readonly candidate: Candidate<Name>;
  readonly process: FunctionProcess;
  readonly latencies: number[];
  readonly cpuOfBlocks: number[];
}

const warmUp = async (process: FunctionProcess): Promise<void> => {
  await process.waiting();
  process.endInit();
  for (let request = 0; request < WARM_UP; request += 1) await process.invoke();
};

const runBlock = async ({ process, latencies, cpuOfBlocks }: Instance<string>, requests: number): Promise<void> => {
  await process.waiting();
  const before = cpuMilliseconds(process.pid);
  for (let request = 0; request < requests; request += 1) latencies.push(await process.invoke());
  // What a function does after its answer is part of what the request costs.
  await process.waiting();
  cpuOfBlocks.push((cpuMilliseconds(process.pid) - before) / requests);
};

/** Keeps a process of each candidate alive, and sends to them in turns, a block of requests at a time. */
export const warmRun = async <Name extends string>(
  candidates: readonly Candidate<Name>[],
  surroundings: Surroundings,
  requests: number,
): Promise<Map<Name, WarmRun>> => {
  const instances: Instance<Name>[] = [];
  try {
    for (const candidate of candidates) {
      const process = await startFunction(candidate, surroundings);
      instances.push({ candidate, process, latencies: [], cpuOfBlocks: [] });
      await warmUp(process);
    }
    for (let block = 0; block < BLOCKS; block += 1) {
      for (const instance of rotate(instances, block)) await runBlock(instance, Math.ceil(requests / BLOCKS));
    }
    return new Map(
      instances.map(({ candidate, process, latencies, cpuOfBlocks }) => {
        return [candidate.name, { latencies, cpuOfBlocks, resident: residentMebibytes(process.pid) }];
      }),
    );
  } finally {
    for (const { process } of instances) await process.stop();
  }
};
