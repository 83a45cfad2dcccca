import type { Result } from 'lighthouse';
import { atLeast, type Score } from './score.ts';

/** An odd number, so that one run is the median. */
const RUNS = 3;

interface Subject {
  readonly name: string;
  readonly url: string;
  readonly device: 'mobile' | 'desktop';
  /** The lowest scores, out of 100, by category or for all others. A category without one is for information only. */
  readonly bars: Readonly<Record<string, number | undefined>>;
}

/** @param port The port on which the browser listens for debuggers. */
const run = async ({ url, device }: Subject, port: number): Promise<Result> => {
  const { default: lighthouse, desktopConfig } = await import('lighthouse');
  const outcome = await lighthouse(url, { port, logLevel: 'error' }, device === 'desktop' ? desktopConfig : undefined);
  if (!outcome) throw new Error(`Lighthouse has no result for ${url}`);
  const { lhr } = outcome;
  if (lhr.runtimeError) throw new Error(`Lighthouse could not score ${url}: ${lhr.runtimeError.message}`);
  return lhr;
};

/** Lists the audits that cost a category points or failed to run. */
const failing = ({ categories, audits }: Result, category: string): string[] =>
  (categories[category]?.auditRefs ?? [])
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => id)
    .filter((id) => audits[id]?.scoreDisplayMode === 'error' || (audits[id]?.score ?? 1) < 1);

/** Computes the medians of several runs for every Lighthouse category. */
export const scoreWithLighthouse = async (subject: Subject, port: number): Promise<Score[]> => {
  const { name, device, bars } = subject;
  const results: Result[] = [];
  for (let number = 1; number <= RUNS; number++) results.push(await run(subject, port));
  const [first] = results;

  const categories = Object.keys(first?.categories ?? {}).map((category): Score => {
    // A category without a score counts as 0.
    const scores = results.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100));
    const value = scores.toSorted((a, b) => a - b)[(RUNS - 1) / 2] ?? 0;
    const lowest = category in bars ? bars[category] : bars.others;
    const audits = new Set(value < 100 ? results.flatMap((result) => failing(result, category)) : []);
    return {
      name: `Lighthouse, ${name}, ${device}, ${category}`,
      value: `${value}`,
      bar: lowest === undefined ? undefined : atLeast(lowest, value),
      notes: [...audits],
      timed: category === 'performance',
    };
  });
  const bytes = first?.audits['total-byte-weight']?.numericValue;
  const weight: Score = {
    name: `Lighthouse, ${name}, ${device}, KiB transferred`,
    value: bytes === undefined ? '–' : (bytes / 1_024).toFixed(1),
    bar: undefined,
    notes: [],
    timed: false,
  };
  return [...categories, weight];
};
