import autocannon from 'autocannon';
import { InvalidArgumentError } from 'commander';
import { createCommand, wholeNumber } from './command.ts';
import { markdownTable } from './report/report.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const CONNECTIONS = [1, 10, 50];
const WARM_UP_SECONDS = 1;

const toAddress = (text: string): URL => {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError('It must begin with http:// or https://.');
};

/** @throws Error when the address does not answer. */
const load = async (url: URL, seconds: number): Promise<string> => {
  // A newly started copy takes seconds for its first answer.
  if (!(await fetch(url).catch(() => undefined))) throw new Error(`${url.origin} does not answer.`);
  const rows: string[][] = [];
  for (const connections of CONNECTIONS) {
    await autocannon({ url: url.href, connections, duration: WARM_UP_SECONDS });
    const { requests, latency, errors, non2xx } = await autocannon({ url: url.href, connections, duration: seconds });
    const counts = [connections, Math.round(requests.average), latency.p50, latency.p99, errors, non2xx];
    rows.push(counts.map((count) => count.toLocaleString('en-US')));
  }
  return markdownTable(['connections', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'not 2xx'], rows);
};

const command = createCommand('bench:load', [
  'npm run bench:load -- http://localhost:3000/',
  'npm run bench:load -- "http://localhost:3000/graphql?query={savedString}" --seconds 30',
  'npm run bench:load -- https://abc123.execute-api.eu-west-1.amazonaws.com/ --remote',
])
  .description(
    'Loads an address from 1, 10 and 50 connections. Each sends a request as soon as the last one is answered.',
  )
  .argument('<url>', 'an address on this machine, or with --remote anywhere', toAddress)
  .option('--remote', 'allow another machine; the requests to a stage cost money')
  .option('--seconds <n>', 'the time for each number of connections', wholeNumber(1), 5);

await command
  .action(async (url: URL, { remote, seconds }: { remote?: true; seconds: number }) => {
    if (!remote && !LOOPBACK.test(url.hostname)) {
      command.error(`Add --remote to load another machine on purpose: ${url.host}`, { code: 'bench.remote' });
    }
    process.stdout.write(`${await load(url, seconds)}\n`);
  })
  .parseAsync()
  .catch(({ message }: Error) => {
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  });
