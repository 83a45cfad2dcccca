import { checkFolderOf, parseOptions, readNumber } from '../options.ts';
import { SDK_RETRIES } from './hot-key/aws.ts';
import { RATES } from './hot-key/hot-key.ts';

/** Of a page, in milliseconds, where none was measured. */
export const ASSUMED_SERVICE_TIME = 5;

export const usage = `Loads the packaged function in one process on this machine, then simulates that everybody reads the same item of a
deployed stage. No AWS account, no network.

Usage: npm run bench:load -- [options]

  --callers N,N      how many callers there are at a time (default 1,10,50)
  --seconds N        how long each load lasts (default 5)
  --db-latency MS    how long the stub DynamoDB takes to answer, and a read in the simulation (default 4)
  --no-load          only simulates
  --service-time MS  how long a page takes in the simulation (default: as measured with one caller; ${ASSUMED_SERVICE_TIME} with --no-load)
  --rates N,N        views a second in the simulation (default ${RATES.join(',')})
  --attempts N       how often a throttled read is tried in the simulation (default ${SDK_RETRIES.attempts}, as the product does)
  --seed N           of the simulation: the same one gives the same figures (default 1)
  --json FILE        writes every figure to a file
  --svg FILE         writes a picture of the simulation to a file
  --help             this text
`;

/** Times are in milliseconds. */
export interface Options {
  readonly callers: readonly number[];
  readonly duration: number;
  readonly dbLatency: number;
  readonly noLoad: boolean;
  /** Undefined for what is measured. */
  readonly serviceTime: number | undefined;
  readonly rates: readonly number[];
  readonly attempts: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly svg: string | undefined;
  readonly help: boolean;
}

/** @throws OptionError */
export const readOptions = (args: readonly string[]): Options => {
  const { json, svg, help, ...texts } = parseOptions(args, {
    callers: { type: 'string', default: '1,10,50' },
    seconds: { type: 'string', default: '5' },
    'db-latency': { type: 'string', default: '4' },
    'no-load': { type: 'boolean', default: false },
    'service-time': { type: 'string' },
    rates: { type: 'string', default: RATES.join(',') },
    attempts: { type: 'string', default: String(SDK_RETRIES.attempts) },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    svg: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  const readList = (option: 'callers' | 'rates') => texts[option].split(',').map((text) => readNumber(option, text, 1));
  const dbLatency = readNumber('db-latency', texts['db-latency'], 0);
  const serviceTime = texts['service-time'];
  checkFolderOf(json);
  checkFolderOf(svg);
  return {
    callers: readList('callers'),
    duration: readNumber('seconds', texts.seconds, 1) * 1_000,
    dbLatency,
    noLoad: texts['no-load'],
    serviceTime: serviceTime === undefined ? undefined : readNumber('service-time', serviceTime, dbLatency),
    rates: readList('rates'),
    attempts: readNumber('attempts', texts.attempts, 1),
    seed: readNumber('seed', texts.seed, 0),
    json,
    svg,
    help,
  };
};
