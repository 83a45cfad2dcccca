// `npm run drill -- --stage drill-NAME`: makes a scratch stage in an AWS account, uses it as operators, editors and
// visitors do, removes it, and prints what it saw. It takes about half an hour and costs less than a dollar.
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { readDefaultRegion } from '../../cli/aws.ts';
import { CommandError, EXIT } from '../../cli/errors.ts';
import { complain } from '../../cli/io.ts';
import { createCommand, examples, run } from '../../cli/run.ts';
import { MARK, openScratchStage, type ScratchStage } from './scratch-stage.ts';
import { CannotHere, removeAll, STEPS } from './steps.ts';

/** Runs a step and prints its line. @returns whether it failed. */
const perform = async (stage: ScratchStage, name: string, work = STEPS[name]): Promise<boolean> => {
  const start = Date.now();
  const print = (mark: '✓' | '✗' | '–', detail = ''): boolean => {
    const seconds = `${Math.round((Date.now() - start) / 1_000)} s`.padStart(6);
    process.stdout.write(`${mark} ${name.padEnd(60)} ${seconds}  ${detail.replaceAll(/\s+/g, ' ')}\n`);
    return mark === '✗';
  };
  try {
    return print('✓', String((await work?.(stage)) ?? ''));
  } catch (error) {
    const { message } = error as Error;
    return error instanceof CannotHere ? print('–', `not here: ${message}`) : print('✗', message);
  }
};

/** Marks the rows of docs/operations.md that were seen, and no others. */
const markProven = async (proven: ReadonlySet<string>): Promise<void> => {
  const file = new URL('../../docs/operations.md', import.meta.url);
  const row = /^\| (`[^|]*) \|([^|]*)\| (✓ )?\|$/gm;
  const marked = (await readFile(file, 'utf8')).replaceAll(row, (_, names: string, about: string) => {
    const isProven = names.split(', ').every((name) => proven.has(name.replaceAll(/`| --function .*/g, '')));
    return `| ${names} |${about}| ${isProven ? '✓ ' : ''}|`;
  });
  await writeFile(file, marked);
};

interface Options {
  readonly stage: string;
  readonly region?: string;
  readonly edgeCache?: true;
  readonly remove?: true;
}

const drillStage = async ({ stage: name, edgeCache, remove, ...options }: Options): Promise<void> => {
  if (!/^drill-[a-z\d-]{1,12}$/.test(name))
    throw new CommandError('Name it drill-NAME, with up to 12 small letters and digits.');
  const region = options.region ?? (await readDefaultRegion());
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-drill-'));
  // It will hold a token.
  process.once('exit', () => rmSync(directory, { recursive: true }));
  const stage = openScratchStage(name, region, directory, edgeCache === true);
  const deployed = await stage.find();
  const { Environment } = Object(deployed?.template.Resources?.WebLambdaFunction?.Properties);
  if (Environment && Environment.Variables.INITIAL_STRING !== MARK)
    throw new CommandError(`No drill made the stage ${name} in ${region}.`);
  if (!remove && (deployed || (await stage.findTables()).length > 0))
    throw new CommandError(`A drill left ${name} in ${region}: add --remove first.`);

  process.once('SIGINT', () => {
    complain(process, 'Stopped. With --remove, it removes what it has made.');
    process.exit(130);
  });
  let failures = 0;
  for (const step of remove ? [] : Object.keys(STEPS)) {
    if (await perform(stage, step)) failures++;
    // Nothing can work without a stage.
    if (stage.url === '') break;
  }
  if (await perform(stage, 'all of it is removed', removeAll)) failures++;
  if (!remove) await markProven(stage.proven);
  if (failures > 0) process.exitCode = EXIT.failed;
};

const command = createCommand('npm run drill --', process)
  .description('Proves on an AWS account what docs/operations.md says, with a scratch stage that it removes again.')
  .addOption(new Option('--stage <NAME>', 'the scratch stage: drill-NAME').makeOptionMandatory())
  .option('--region <REGION>', 'its AWS region; the default is AWS_REGION, the profile’s, or eu-west-1')
  .option('--edge-cache', 'with CloudFront in front, which takes half an hour more')
  .option('--remove', 'only remove what an earlier drill has left')
  .addHelpText('after', examples('npm run drill -- --stage drill-ada', 'npm run drill -- --stage drill-ada --remove'))
  .action(drillStage);
process.exitCode = (await run(command, process.argv.slice(2), process)) || (process.exitCode ?? 0);
