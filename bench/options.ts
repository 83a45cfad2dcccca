import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CANDIDATE_NAMES, type CandidateName } from './candidate.ts';
import { createCommand, wholeNumber } from './command.ts';

export interface Options {
  readonly rounds: number;
  readonly requests: number;
  readonly only: readonly CandidateName[];
  /** In MB. */
  readonly memory?: readonly number[];
  /** In milliseconds. */
  readonly dbLatency: number;
  readonly memorySizes?: true;
  readonly json?: string;
  readonly check?: true;
}

const isCandidate = (name: string): name is CandidateName => CANDIDATE_NAMES.some((known) => known === name);

const toCandidates = (text: string): readonly CandidateName[] =>
  [...new Set(text.split(','))].map((name) => {
    if (isCandidate(name)) return name;
    throw new InvalidArgumentError(`There is no candidate "${name}".`);
  });

const toFile = (file: string): string => {
  if (existsSync(dirname(file))) return file;
  throw new InvalidArgumentError(`There is no folder ${dirname(file)}.`);
};

/** Creates the command `npm run bench`, without its action. */
export const createBenchCommand = (): Command =>
  createCommand('bench', [
    'npm run bench -- --check',
    'npm run bench -- --rounds 5 --only bare,page,graphql',
    'npm run bench -- --json docs/performance/bench.json',
    'npm run bench -- --memory-sizes --json docs/performance/memory.json',
  ])
    .description(
      'Compares cold starts, warm requests and memory with other functions that show the same string, under a ' +
        'Lambda Runtime API on this machine (Linux). No AWS account, no network.',
    )
    .option('--rounds <n>', 'cold starts of each candidate', wholeNumber(1), 25)
    .option('--requests <n>', 'requests to a warm process of each', wholeNumber(1), 2_000)
    .addOption(
      new Option('--only <names>', 'only these candidates')
        .argParser(toCandidates)
        .default(CANDIDATE_NAMES, CANDIDATE_NAMES.join(', ')),
    )
    .option(
      '--memory <MB,…>',
      'one run for each memory size, with its share of the CPU for the invocations; needs root ' +
        '(default: one run without a limit, and the cold starts at 512 MB where possible)',
      (text: string) => text.split(',').map((size) => wholeNumber(128)(size)),
    )
    .option('--db-latency <ms>', 'the delay of the stub DynamoDB', wholeNumber(0), 0)
    .addOption(
      new Option(
        '--memory-sizes',
        'time and cost at each: --only page,graphql --memory 256,512,1024,1769 --db-latency 4, unless given',
      ).implies({ only: ['page', 'graphql'], memory: [256, 512, 1_024, 1_769], dbLatency: 4 }),
    )
    .option('--json <file>', 'write medians and quartiles to a file', toFile)
    .option('--check', 'exit with 1 when a target for CPU, memory or bytes is missed');
