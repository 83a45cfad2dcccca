import type { Candidate, CandidateName } from './candidate.ts';
import { type ColdStart, coldStart } from './cold-start.ts';
import type { Surroundings } from './lambda/function-process.ts';
import { loadedCode } from './loaded-code.ts';
import type { Measurement } from './metrics.ts';
import { rotate } from './rotate.ts';
import { type WarmRun, warmRun } from './warm-run.ts';

/** One run over all candidates. */
export interface Pass<Name extends string = CandidateName> {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  readonly measurements: ReadonlyMap<Name, Measurement>;
}

/** How much is measured. */
export interface Extent {
  /** Cold starts of each candidate. */
  readonly rounds: number;
  /** Requests to each warm process; 0 for cold starts only. */
  readonly requests: number;
  readonly onProgress: (done: string) => void;
}

/** One process may get its memory in larger steps than the next, and compile other code first. */
const WARM_RUNS = 5;

interface Draft extends Measurement {
  readonly coldStarts: ColdStart[];
  readonly warmRuns: WarmRun[];
}

/** Measures all candidates in turns. */
export const runPass = async <Name extends string>(
  candidates: readonly Candidate<Name>[],
  surroundings: Surroundings,
  { rounds, requests, onProgress }: Extent,
): Promise<Pass<Name>> => {
  const measurements = new Map<Name, Draft>();
  for (const candidate of candidates) {
    const { name, zipBytes } = candidate;
    const loadedBytes = await loadedCode(candidate, surroundings);
    measurements.set(name, { zipBytes, loadedBytes, coldStarts: [], warmRuns: [] });
    // Not counted: it fills the file cache.
    await coldStart(candidate, surroundings);
  }
  for (let round = 0; round < rounds; round += 1) {
    onProgress(`cold starts, round ${round + 1} of ${rounds}`);
    for (const candidate of rotate(candidates, round)) {
      const figures = await coldStart(candidate, surroundings);
      measurements.get(candidate.name)?.coldStarts.push(figures);
    }
  }
  for (let run = 0; requests > 0 && run < WARM_RUNS; run += 1) {
    onProgress(`warm requests, run ${run + 1} of ${WARM_RUNS}`);
    const runs = await warmRun(candidates, surroundings, requests);
    for (const [name, figures] of runs) measurements.get(name)?.warmRuns.push(figures);
  }
  return { memory: surroundings.memory, measurements };
};
