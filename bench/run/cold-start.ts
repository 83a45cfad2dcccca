import type { Candidate } from '../candidate.ts';
import { type Environment, startFunction } from '../lambda/function-process.ts';
import { cpuMilliseconds } from '../lambda/usage.ts';

/** In milliseconds. */
export interface ColdStart {
  /** From the start of the process until it asks for its first event: Lambda's init phase. */
  readonly init: number;
  /** From sending the first event to its answer. */
  readonly first: number;
  /** The sum of both: the visitor's wait, without the platform's own time. */
  readonly wall: number;
  /** The CPU time of both. */
  readonly cpu: number;
}

/** Starts a candidate in a fresh process and sends it one event. */
export const coldStart = async (candidate: Candidate, environment: Environment): Promise<ColdStart> => {
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
