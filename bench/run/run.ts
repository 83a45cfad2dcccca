import type { Candidate, CandidateName } from '../candidate.ts';
import type { Environment } from '../lambda/function-process.ts';
import type { Options } from '../options.ts';
import type { Measurement } from '../report/metrics.ts';
import { type ColdStart, coldStart } from './cold-start.ts';
import { loadedBytes } from './loaded-code.ts';
import { rotate, type WarmRun, warmRun } from './warm-run.ts';

/** The figures of all candidates at one memory size. */
export interface Run {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  readonly measurements: ReadonlyMap<CandidateName, Measurement>;
}

/** The extent of a run. */
export interface RunPlan {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  /** Cold starts per candidate. */
  readonly rounds: number;
  /** Requests to each warm process; 0 for cold starts only. */
  readonly requests: number;
}

/** Several processes, because each may grow its memory in other steps, and compile other code first. */
const WARM_RUNS = 5;

/** @param canLimit Whether the CPU can be limited here. */
export const planRuns = (
  { memory, rounds, requests }: Pick<Options, 'memory' | 'rounds' | 'requests'>,
  canLimit: boolean,
): RunPlan[] => {
  if (memory) return memory.map((megabytes) => ({ memory: megabytes, rounds, requests }));
  const unlimited = { memory: undefined, rounds, requests };
  // The targets at 512 MB are only for cold starts.
  return canLimit ? [unlimited, { memory: 512, rounds, requests: 0 }] : [unlimited];
};

/** Measures all candidates in turn. */
export const measure = async (
  candidates: readonly Candidate[],
  environment: Environment,
  { rounds, requests }: Pick<RunPlan, 'rounds' | 'requests'>,
  onProgress: (doing: string) => void,
): Promise<Run> => {
  const measurements = new Map<CandidateName, Measurement & { coldStarts: ColdStart[]; warmRuns: WarmRun[] }>();
  for (const candidate of candidates) {
    const { name, zipBytes, command } = candidate;
    const loaded = command ? undefined : await loadedBytes(candidate, environment);
    measurements.set(name, { zipBytes, loadedBytes: loaded, coldStarts: [], warmRuns: [] });
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
    for (const [name, figures] of runs) measurements.get(name)?.warmRuns.push(figures);
  }
  return { memory: environment.memory, measurements };
};
