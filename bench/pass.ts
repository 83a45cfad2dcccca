import type { Candidate, CandidateName } from './candidate.ts';
import { type ColdStart, coldStart } from './cold-start.ts';
import type { Surroundings } from './lambda/function-process.ts';
import { loadedCode } from './loaded-code.ts';
import type { Measurement } from './metrics.ts';
import { rotate } from './rotate.ts';
import { warmRun } from './warm-run.ts';

/** One run over all candidates. */
export interface Pass {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  readonly measurements: ReadonlyMap<CandidateName, Measurement>;
}

interface Extent {
  /** Cold starts of each candidate. */
  readonly rounds: number;
  /** Requests to a warm process of each candidate; 0 for none. */
  readonly requests: number;
  readonly onProgress: (done: string) => void;
}

/** Measures all candidates in turns. */
export const runPass = async (
  candidates: readonly Candidate[],
  surroundings: Surroundings,
  { rounds, requests, onProgress }: Extent,
): Promise<Pass> => {
  const loaded = new Map<CandidateName, number | undefined>();
  const coldStarts = new Map<CandidateName, ColdStart[]>(candidates.map(({ name }) => [name, []]));
  for (const candidate of candidates) {
    loaded.set(candidate.name, await loadedCode(candidate, surroundings));
    // Not counted: it fills the file cache.
    await coldStart(candidate, surroundings);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of rotate(candidates, round)) {
      coldStarts.get(candidate.name)?.push(await coldStart(candidate, surroundings));
    }
    onProgress(`cold starts ${round + 1}/${rounds}`);
  }
  const warm =
    requests > 0
      ? await warmRun(candidates, surroundings, {
          requests,
          onBlock: (done, all) => onProgress(`warm blocks ${done}/${all}`),
        })
      : new Map();
  const measure = ({ name, zipBytes }: Candidate): Measurement => ({
    coldStarts: coldStarts.get(name) ?? [],
    warm: warm.get(name),
    loadedBytes: loaded.get(name),
    zipBytes,
  });
  return {
    memory: surroundings.memory,
    measurements: new Map(candidates.map((candidate) => [candidate.name, measure(candidate)])),
  };
};
