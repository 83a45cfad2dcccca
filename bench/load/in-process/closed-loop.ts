import type { HttpResponse as Answer } from '../../../src/http/handler.ts';

export interface LoopOptions {
  /** How many callers there are. */
  readonly callers: number;
  /** In milliseconds: what comes before the time that counts, and that time. */
  readonly warmUp: number;
  readonly duration: number;
}

export interface LoopResult {
  /** The time from each event to its answer, in milliseconds. */
  readonly latencies: readonly number[];
  /** How many answers were not what they should be. */
  readonly errors: number;
  /** How long it took, in milliseconds: the last calls end after the time is over. */
  readonly elapsed: number;
}

/** Callers who each send their next event when the last has been answered. */
export const runClosedLoop = async (
  call: () => Promise<Answer>,
  isRight: (answer: Answer) => boolean,
  { callers, warmUp, duration }: LoopOptions,
): Promise<LoopResult> => {
  const latencies: number[] = [];
  let errors = 0;
  const callUntil = async (end: number, record: (answer: Answer, latency: number) => void) => {
    const repeat = async () => {
      for (let start = performance.now(); start < end; start = performance.now()) {
        const answer = await call();
        record(answer, performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: callers }, repeat));
  };

  await callUntil(performance.now() + warmUp, () => {});
  const start = performance.now();
  await callUntil(start + duration, (answer, latency) => {
    latencies.push(latency);
    if (!isRight(answer)) errors++;
  });
  return { latencies, errors, elapsed: performance.now() - start };
};
