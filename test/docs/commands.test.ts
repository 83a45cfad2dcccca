import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { describeKeptTable, describeStaleVersion, refuseCommand } from '../../stack/advice.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const runbook = read('docs/operations.md');

const place = { stage: 'dev', region: 'eu-west-2' };
const printed = [
  describeKeptTable(place),
  describeStaleVersion(place, ['7'], '8'),
  ...['deploy function', 'rollback function', 'invoke local'].map((command) => refuseCommand(command, place) ?? ''),
].join('\n');

/** The commands of a text, each in one line, that begin with a word. */
const commandsIn = (text: string, program: string): string[] => {
  const found = text.replaceAll('\\\n', ' ').matchAll(new RegExp(`(?:^|[\`( ])(${program} [a-z][^\`|<>#\\n]*)`, 'gm'));
  return [...found].map(([, command = '']) => command.trim());
};

/** The SDK's package for each word of `aws` that differs. */
const PACKAGES: Readonly<Record<string, string>> = { deploy: 'codedeploy' };

const require = createRequire(import.meta.url);

/** The clients that the project has anyway. */
const clientOf = (service: string): Readonly<Record<string, unknown>> => {
  try {
    return require(`@aws-sdk/client-${PACKAGES[service] ?? service}`);
  } catch {
    return {};
  }
};

/** Commands that no client of this project has: their options, as AWS documents them. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'apigatewayv2 get-domain-name': ['domain-name'],
  'ce update-cost-allocation-tags-status': ['cost-allocation-tags-status'],
  'cloudformation deploy': ['template-file', 'stack-name', 'parameter-overrides', 'capabilities'],
  'service-quotas get-service-quota': ['service-code', 'quota-code'],
  'sts get-caller-identity': [],
};

const EVERYWHERE = ['region', 'query', 'output'];

/** The names of an input's members in the SDK's model, those that are required first, and how many these are. */
type Input = readonly [3, string, string, 0, members: string[], unknown, required?: number];
type Operation = readonly [9, string, string, unknown, input: () => Input];

const pascal = (words: string): string => words.replaceAll(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());

/** @returns what is wrong with a command of `aws`; undefined if it fits the model of its input. */
const faultOf = (command: string): string | undefined => {
  const [, service = '', name = '', waiter = ''] = command.split(/\s+/);
  const options = [...command.matchAll(/ --(?:no-)?([a-z-]+)/g)].map(([, option = '']) => option);
  const own = options.filter((option) => !EVERYWHERE.includes(option));
  const unknown = (known: readonly string[]) => own.filter((option) => !known.includes(option));
  const other = OTHERS[`${service} ${name}`];
  if (other) return unknown(other).length > 0 ? `has no --${unknown(other)}` : undefined;
  const client = clientOf(service);
  if (name === 'wait') return `waitUntil${pascal(waiter)}` in client ? undefined : 'waits for nothing';
  const Command = client[`${pascal(name)}Command`] as (new (input: object) => { schema: Operation }) | undefined;
  const operation = Command && new Command({}).schema;
  if (!operation) return `has no ${service} ${name}`;
  const [, , , , members, , required = 0] = operation[4]();
  const named = members.map((member) => member.toLowerCase());
  const given = own.map((option) => option.replaceAll('-', ''));
  const strange = given.filter((option) => !named.includes(option.replace(/enabled$/, 'enabled')));
  // One that is only mentioned needs no options.
  const lacking = given.length === 0 ? [] : named.slice(0, required).filter((member) => !given.includes(member));
  if (strange.length > 0) return `has no --${strange}`;
  return lacking.length > 0 ? `lacks ${lacking}` : undefined;
};

describe('the commands that people are told to type', () => {
  const documented = commandsIn(runbook, 'aws');

  test('are found', () => {
    expect(documented.length).toBeGreaterThan(20);
    expect(commandsIn(printed, 'aws')).toHaveLength(4);
  });

  test.each([...new Set([...documented, ...commandsIn(printed, 'aws')])])(
    'fit the model of their input: %s',
    (command) => {
      expect(faultOf(command)).toBeUndefined();
    },
  );

  test.each([
    ['aws dynamodb delete-table --table saved-string-prod', 'has no --table'],
    ['aws lambda update-alias --function-name web --function-version 1', 'lacks name'],
    ['aws dynamodb drop-table --table-name x', 'has no dynamodb drop-table'],
    ['aws dynamodb wait table-is-there --table-name x', 'waits for nothing'],
  ])('would not pass if they were wrong: %s', (command, fault) => {
    expect(faultOf(command)).toBe(fault);
  });

  test('name the region wherever code prints them, and the runbook sets it first', () => {
    const commands = [...commandsIn(printed, 'aws'), ...commandsIn(printed, 'npx --no')];
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) expect(command).toContain(' --region eu-west-2');
    expect(runbook.indexOf('export AWS_REGION=')).toBeLessThan(runbook.search(/^aws /m));
  });

  test.each(['README.md', 'docs/operations.md', 'docs/hosting.md', 'docs/performance.md', '.github/CONTRIBUTING.md'])(
    'never fetch a program of another owner: %s',
    (file) => {
      const text = read(file);
      expect(text.match(/npx (?!--no\b)[a-z-]+/g) ?? []).toEqual([]);
      const scripts = JSON.parse(read('package.json')).scripts;
      for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    },
  );

  test('have a row for every verb of the framework', () => {
    const schema = createRequire(import.meta.url)(
      '../../node_modules/serverless/lib/cli/commands-schema/aws-service.js',
    );
    const verbs = [...(schema as Map<string, object>).keys()].filter((verb) =>
      /^(deploy|info|invoke|logs|metrics|remove|rollback)/.test(verb),
    );
    const rows = [...runbook.matchAll(/^\| (`.*?) \| .* \|/gm)].flatMap(([, cell = '']) => cell.split('`'));
    expect(verbs.length).toBeGreaterThan(10);
    for (const verb of verbs) expect(rows.map((row) => row.replace(/ --.*/, ''))).toContain(verb);
  });
});
