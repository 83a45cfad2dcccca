import { markdownTable } from '../table.ts';
import type { HotKeyResult } from './hot-key/hot-key.ts';
import type { Scenario } from './hot-key/simulate.ts';
import { REFUSERS } from './hot-key/source.ts';
import type { LoadResult } from './in-process/load.ts';

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(2);

/** Nothing is rounded to 0 or to 100 % that is neither. */
export const percent = (share: number): string => {
  if (share === 0 || share === 1) return `${share * 100} %`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
};

const LOAD_HEADER = ['operation', 'callers', 'requests/s', 'p50 ms', 'p99 ms', 'max ms', 'errors'];

export const loadReport = (results: readonly LoadResult[], dbLatency: number): string => {
  const rows = results.map(({ operation, callers, perSecond, p50, p99, max, errors }) => {
    return [operation, count(callers), count(perSecond), p50.toFixed(1), p99.toFixed(1), max.toFixed(1), count(errors)];
  });
  return `One process under load

${markdownTable(LOAD_HEADER, rows)}

Each caller sends its next request when its last was answered, to the packaged function in one process, against a stub
DynamoDB that answers in ${dbLatency} ms. An error is an answer that is not 200 or does not hold the string. A Lambda instance serves one
request at a time, so one caller is what it does. More callers show that requests share nothing that they should not, and
what another host, such as a container, could expect of a process.

`;
};

const HOT_KEY_HEADER = [
  'design',
  'views/s',
  'served/s',
  'refused, and by whom',
  'reads/s',
  'instances at work',
  '$ per million',
  '$ per month',
  'old by, s: mean, max',
  'two strings at once',
];

const NAMES = { gateway: 'gateway (429)', lambda: 'Lambda (5xx)', store: 'store (503)' } as const;

const refused = ({ refusedShare }: HotKeyResult): string => {
  const parts = REFUSERS.filter((refuser) => refusedShare[refuser] > 0);
  return parts.map((refuser) => `${percent(refusedShare[refuser])} ${NAMES[refuser]}`).join(', ') || 'none';
};

const age = ({ meanBehind, longestBehind }: HotKeyResult): string =>
  longestBehind === 0 ? 'never' : `${seconds(meanBehind)}, ${seconds(longestBehind)}`;

export const hotKeyReport = (
  results: readonly HotKeyResult[],
  { ownTime, readTime, retries, seed }: Pick<Scenario, 'ownTime' | 'readTime' | 'retries' | 'seed'>,
): string => {
  const rows = results.map((result) => [
    result.design,
    count(result.viewsPerSecond),
    count(result.servedPerSecond),
    refused(result),
    count(result.readsPerSecond),
    result.concurrency.toFixed(1),
    result.dollarsPerMillion.toFixed(2),
    count(result.dollarsPerMonth.total),
    age(result),
    result.disagreeingShare > 0 ? 'seen' : 'not seen',
  ]);
  return `A hot key, simulated

${markdownTable(HOT_KEY_HEADER, rows)}

Everybody reads one item, at random moments. Dollars per million are for each million views that were served. "Old by": for
how long the string had been replaced already when a visitor came who was still shown it; of such visitors only. "Two strings
at once": somebody came after a newer string had been shown to somebody else, and was shown an older one; without a cache
that can't be, with one it can be too rare to be seen. A page takes ${(ownTime + readTime).toFixed(1)} ms, of which the read ${readTime} ms; attempts at a
throttled read: ${retries.attempts}; seed: ${seed}.
`;
};
