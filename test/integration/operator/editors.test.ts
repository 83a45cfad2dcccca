import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeAddress } from '../../../src/local/address.ts';
import { createGraphQLEvent } from '../../support/event.ts';
import { operatorForFile } from '../../support/operator-for-file.ts';
import { loadService } from '../../support/service.ts';

const operator = operatorForFile();

const editors = (args: readonly string[], environment: Record<string, string> = {}) =>
  operator.run('editors', args, { environment });
const here = (...args: string[]) => operator.runHere('editors', args);

const save = async (token: string) => {
  const { store, tableName } = operator;
  const service = await loadService({ endpoint: store.endpoint, tableName });
  const event = createGraphQLEvent('mutation { setSavedString(value: "x") { savedBy } }', {}, token);
  return service.invoke(event);
};

describe('npm run editors', () => {
  test('adds an editor, whose token is shown once and works; lists them; revokes, and the token opens nothing more', async () => {
    const added = await here('add', 'Grace Hopper', '--expires', '12h');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const [token = ''] = added.stdout.split('\n');
    expect(token).toMatch(/^sst_/);
    expect((await save(token)).body).toContain('"savedBy":"Grace Hopper"');

    const listed = await here('list');
    expect(listed.stdout).toMatch(/^\d{12} {2}Grace Hopper +active +added .{10} +expires .{10}$/m);
    expect(listed.stdout).not.toContain(token.slice(-30));

    expect((await here('revoke', 'Grace Hopper')).code).toBe(0);
    expect((await save(token)).statusCode).toBe(401);
    expect((await here('list')).stdout).toMatch(/Grace Hopper +revoked/);
    expect((await here('add', 'Grace Hopper')).code).toBe(0);
  });

  test.each([
    ['a name that is taken', 1, ['add', 'Ada'], /Ada has a token already/],
    ['an empty name', 1, ['add', ''], /name has 1 to 64 characters/],
    ['an editor who is not there', 1, ['revoke', 'Nobody'], /There is no editor/],
    ['no name', 2, ['add'], /Whom shall I add/],
    ['a name where none is taken', 2, ['list', 'Ada'], /list takes no name/],
    ['a name in two words without quotes', 2, ['add', 'Grace', 'Hopper'], /goes into quotes/],
    ['a bad duration', 2, ['add', 'Bob', '--expires', 'soon'], /Say it like 12h/],
    ['no command', 2, [], /Say add, list or revoke/],
    ['a mistyped command', 2, ['lsit'], /There is no command lsit. Did you mean list\?/],
    ['a command that is like no other', 2, ['describe'], /There is no command describe. See --help/],
    ['a mistyped option', 2, ['list', '--exprise', '1d'], /There is no option --exprise. Did you mean --expires\?/],
    ['an option that is like no other', 2, ['list', '--colour'], /There is no option --colour. See --help/],
    ['an option without its value', 2, ['list', '--region', '--local'], /--region needs a value/],
    ['an option with a value that it does not take', 2, ['list', '--local=yes'], /--local takes no value/],
    ['a name that no stage can have', 2, ['list', '--stage', '../dev'], /can't be a stage/],
  ])('says in one line what is wrong with %s, and changes nothing', async (_name, expected, args, line) => {
    const { signal } = new AbortController();
    const registry = operator.store.createEditors(operator.tableName);
    const before = await registry.list(signal);
    const { code, stdout, stderr } = await here(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(line);
    expect(await registry.list(signal)).toEqual(before);
  });

  const identity = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  test.each([
    ['neither stage nor --local', 2, ['list'], identity, /Name a stage/],
    ['no AWS credentials', 1, ['list', '--stage', 'dev'], {}, /No valid AWS credentials/],
    [
      'a stage that does not exist',
      1,
      ['list', '--stage', 'nowhere'],
      identity,
      /no table of stage nowhere in eu-west/,
    ],
  ])('says in one line what is wrong with %s', async (_name, expected, args, env, line) => {
    const { code, stderr } = await editors(args, { ...env, AWS_ENDPOINT_URL_DYNAMODB: operator.store.endpoint });
    expect(code).toBe(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(line);
  });

  test('says that no copy ever ran, or runs no more', async () => {
    expect((await editors(['list', '--local', '--store', join(operator.directory, 'other')])).stderr).toMatch(
      /npm start/,
    );
    await writeAddress(operator.directory, { endpoint: 'http://127.0.0.1:1', tableName: operator.tableName });
    expect((await here('list')).stderr).toMatch(/^Nothing answers for the store in .*\n$/);
  });

  test('works for a stage with an identity of AWS', async () => {
    const stage = operator.tableName.replace('saved-string-', '');
    const env = { ...identity, AWS_ENDPOINT_URL_DYNAMODB: operator.store.endpoint };
    expect((await editors(['list', '--stage', stage], env)).stdout).toMatch(/Ada +active/);
  });

  test('explains itself, and whatever else stands beside --help is not looked at', async () => {
    for (const args of [['--help'], ['-h'], ['add', '--wrong', '--help']]) {
      const { code, stdout } = await editors(args);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/Usage\n[\s\S]*Examples\n[\s\S]*Exit codes\n/)]);
    }
  });

  test('is plain in a pipe, and in colour where a terminal, or FORCE_COLOR, asks for it', async () => {
    const red = '\u001b[31m';
    expect((await editors(['list', '--wrong'])).stderr).not.toContain(red);
    expect((await editors(['list', '--wrong'], { FORCE_COLOR: '1' })).stderr).toContain(red);
  });
});
