// `npm run bench:load` loads one process of `serve` beside a constant answer. With --write, the table goes into docs/performance.md.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { LEASED_TABLE } from './candidates.ts';
import { median } from './figures.ts';
import { conditions, markdownTable, publish } from './report.ts';
import { startStubDynamoDB } from './stub-dynamodb.ts';

const CONNECTIONS = [1, 10, 50, 200];
const ROUNDS = 5;
const SECONDS = 2;
const STORE_LATENCY_MS = 4;

/** The servers under load, by the table that they read. */
const HOSTS = { constant: '', leased: LEASED_TABLE, 'not leased': 'without-lease' };

const [loadBefore = 0] = loadavg();
const store = await startStubDynamoDB(STORE_LATENCY_MS);

const start = async ([name, table]: [string, string]) => {
  const child = fork(fileURLToPath(new URL('load-host.ts', import.meta.url)), [table, store.endpoint], {
    execArgv: [],
    env: { NODE_ENV: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
    // The log costs what it costs to write it away.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = await once(child, 'message');
  return { name, child, url: `http://127.0.0.1:${port}/` };
};

const load = async (url: string, connections: number, duration: number) => {
  const { requests, latency, errors, non2xx } = await autocannon({ url, connections, duration });
  if (errors + non2xx > 0) throw new Error(`${url}: ${errors} errors, ${non2xx} answers that are not 2xx`);
  return { rate: requests.average, p99: latency.p99 };
};

const hosts = await Promise.all(Object.entries(HOSTS).map(start));
for (const { url } of hosts) await load(url, 10, 1);

const rows: string[][] = [];
for (const connections of CONNECTIONS) {
  const rounds: { rate: number; ratio: number; p99: number }[][] = [];
  // They take turns, because a shared machine speeds up and slows down.
  for (let round = 0; round < ROUNDS; round++) {
    const results: Awaited<ReturnType<typeof load>>[] = [];
    for (const { url } of hosts) results.push(await load(url, connections, SECONDS));
    rounds.push(results.map(({ rate, p99 }) => ({ rate, ratio: rate / Number(results[0]?.rate), p99 })));
  }
  for (const [index, { name }] of hosts.entries()) {
    const middle = (figure: 'rate' | 'ratio' | 'p99') => median(rounds.map((round) => Number(round[index]?.[figure])));
    const figures = [connections, Math.round(middle('rate')), middle('ratio').toFixed(2), middle('p99')];
    rows.push([name, ...figures.map((cell) => cell.toLocaleString('en-US'))]);
  }
}
for (const { child } of hosts) child.kill();
await store.stop();
const table = markdownTable(['answer', 'connections', 'requests/s', '× constant', 'p99 ms'], rows);
publish('load', `${table}\n\n${conditions(loadBefore)}\n`, { write: process.argv.includes('--write') });
