import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { CANDIDATE_NAMES, type CandidateName } from './candidate.ts';

export const usage = `Measures cold starts and warm requests of this project's function, and of others that show the same string, under a Lambda
Runtime API on this machine (Linux). No AWS account, no network.

Usage: npm run bench -- [options]

  --rounds N         cold starts of each candidate (default 25)
  --requests N       requests to a warm process of each (default 2000)
  --only A,B         some candidates only: ${CANDIDATE_NAMES.join(', ')}
  --memory MB,MB     one pass for each memory size, with its share of the CPU for the invocations; needs root
                     (default: one pass without a limit, and the cold starts at 512 MB where possible)
  --db-latency MS    how long the stub DynamoDB takes to answer (default 0)
  --runtime DIR      a built aws-lambda-ric to run the functions with, instead of the loop in bench/lambda
  --power            what page and GraphQL take and cost at each memory size: --memory 256,512,1024,1769 --db-latency 4,
                     unless given
  --json FILE        writes every single figure to a file
  --check            exits with 1 when a target of CPU, memory or bytes is missed (bench/targets.ts)
  --help             this text
`;

export interface Options {
  readonly rounds: number;
  readonly requests: number;
  readonly only: readonly CandidateName[];
  /** In MB; undefined when not given. */
  readonly memory: readonly number[] | undefined;
  /** In milliseconds. */
  readonly dbLatency: number;
  readonly runtime: string | undefined;
  readonly power: boolean;
  readonly json: string | undefined;
  readonly check: boolean;
  readonly help: boolean;
}

/** The command can't be carried out as it was given. The message is one line that says why. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** @throws OptionError */
export const readNumber = (option: string, text: string, lowest: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= lowest) return value;
  throw new OptionError(`--${option} takes whole numbers from ${lowest}, not "${text}"`);
};

const isCandidate = (name: string): name is CandidateName => CANDIDATE_NAMES.some((known) => known === name);

const readCandidates = (text: string): readonly CandidateName[] =>
  [...new Set(text.split(','))].map((name) => {
    if (isCandidate(name)) return name;
    throw new OptionError(`There is no candidate "${name}". There are ${CANDIDATE_NAMES.join(', ')}`);
  });

/** @throws OptionError when the arguments are not such as the options say. */
export const parseOptions = <Config extends ParseArgsOptionsConfig>(args: readonly string[], options: Config) => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new OptionError((error as Error).message.split(/\.\s/)[0], { cause: error });
  }
};

/** @throws OptionError when a file could not be written in the end. */
export const checkFolderOf = (file: string | undefined): void => {
  if (file !== undefined && !existsSync(dirname(file))) throw new OptionError(`There is no folder ${dirname(file)}`);
};

const parse = (args: readonly string[]) =>
  parseOptions(args, {
    rounds: { type: 'string', default: '25' },
    requests: { type: 'string', default: '2000' },
    only: { type: 'string' },
    memory: { type: 'string' },
    'db-latency': { type: 'string' },
    runtime: { type: 'string' },
    power: { type: 'boolean', default: false },
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });

/** @throws OptionError */
export const readOptions = (args: readonly string[]): Options => {
  const { rounds, requests, only, memory, 'db-latency': latency, runtime, json, ...flags } = parse(args);
  const everybody = flags.power ? 'page,graphql' : CANDIDATE_NAMES.join(',');
  const sizes = memory ?? (flags.power ? '256,512,1024,1769' : undefined);
  return {
    ...flags,
    rounds: readNumber('rounds', rounds, 1),
    requests: readNumber('requests', requests, 1),
    only: readCandidates(only ?? everybody),
    memory: sizes?.split(',').map((size) => readNumber('memory', size, 128)),
    dbLatency: readNumber('db-latency', latency ?? (flags.power ? '4' : '0'), 0),
    runtime,
    json,
  };
};
