// `node bench/hosts.ts` prints the table of docs/performance/scale.md: one process of `serve` beside a constant answer.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { LEASED_TABLE } from './candidate.ts';
import { median } from './report/metrics.ts';
import { markdownTable } from './report/report.ts';
import { startStubDynamoDB } from './run/stub-dynamodb.ts';

const CONNECTIONS = [1, 10, 50, 200];
const ROUNDS = 5;
const SECONDS = 2;
/** Of the store, in milliseconds. */
const LATENCY = 4;

/** The servers under load, by the argument of their process. */
const HOSTS = { constant: '', leased: LEASED_TABLE, 'not leased': 'without-lease' };
type Host = keyof typeof HOSTS;
const hosts = Object.keys(HOSTS) as Host[];

const store = await startStubDynamoDB(LATENCY);
const program = fileURLToPath(new URL('run/serve-host.ts', import.meta.url));

const start = async (host: Host) => {
  const child = fork(program, [HOSTS[host], store.endpoint], {
    execArgv: [],
    env: { NODE_ENV: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
    // The log costs what it costs to write it away.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}/` };
};

const load = async (url: string, connections: number, duration: number) => {
  const { requests, latency, errors, non2xx } = await autocannon({ url, connections, duration });
  if (errors + non2xx > 0) throw new Error(`${url}: ${errors} errors, ${non2xx} answers that are not 2xx`);
  return { rate: requests.average, p99: latency.p99 };
};

const servers = new Map(await Promise.all(hosts.map(async (host) => [host, await start(host)] as const)));
const urlOf = (host: Host): string => servers.get(host)?.url ?? '';
for (const host of hosts) await load(urlOf(host), 10, 1);

const rows: string[][] = [];
for (const connections of CONNECTIONS) {
  const rounds: Record<Host, { rate: number; p99: number }>[] = [];
  // They take turns, because a shared machine speeds up and slows down.
  for (let round = 0; round < ROUNDS; round++) {
    const results = {} as Record<Host, { rate: number; p99: number }>;
    for (const host of hosts) results[host] = await load(urlOf(host), connections, SECONDS);
    rounds.push(results);
  }
  for (const host of hosts) {
    const rates = rounds.map((results) => results[host].rate);
    const ratios = rounds.map((results) => results[host].rate / results.constant.rate);
    const p99s = rounds.map((results) => results[host].p99);
    const cells = [connections, host, Math.round(median(rates)), median(ratios).toFixed(2), median(p99s)];
    rows.push(cells.map((cell) => cell.toLocaleString('en-US')));
  }
}
process.stdout.write(`${markdownTable(['connections', 'answer', 'requests/s', '× constant', 'p99 ms'], rows)}\n`);
for (const { child } of servers.values()) child.kill();
await store.stop();
