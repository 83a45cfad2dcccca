import { createServer, request } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { proofOf, writeAddress } from '../../cli/start/address.ts';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { harness } from '../support/harness.ts';
import { listen } from '../support/listen.ts';
import { TEST_EDITOR, TEST_TOKEN } from '../support/service/editor.ts';
import { createGraphQLEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';

const { signal } = new AbortController();
const operator = harness(['operator']);

const editors = (args: readonly string[], environment: Record<string, string> = {}) =>
  operator.run('editors', args, { environment });
const here = (...args: string[]) => operator.runHere('editors', args);

const save = async (token: string) => {
  const { store, tableName } = operator;
  const service = await loadService({ endpoint: store.endpoint, tableName });
  const event = createGraphQLEvent('mutation { setSavedString(value: "x") { savedBy } }', {}, token);
  return service.invoke(event);
};

describe('npx --no saved-string editors', () => {
  test('add shows a working token once, list shows the editor, and a revoked token stops working', async () => {
    const added = await here('add', 'Grace Hopper', '--expires', '12h');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const [token = ''] = added.stdout.split('\n');
    expect(token).toMatch(/^sst_/);
    expect((await save(token)).body).toContain('"savedBy":"Grace Hopper"');

    const listed = await here('list');
    expect(listed.stdout).toMatch(
      /^\d{12} {2}Grace Hopper +active +added [-\d]{10} [:\d]{5} UTC +expires [-\d]{10} [:\d]{5} UTC$/m,
    );
    expect(listed.stdout).not.toContain(token.slice(-30));

    expect((await here('revoke', 'Grace Hopper')).code).toBe(0);
    expect((await save(token)).statusCode).toBe(401);
    expect((await here('list')).stdout).toMatch(/Grace Hopper +revoked/);
    expect((await here('add', 'Grace Hopper')).code).toBe(0);
  });

  test('add says where to sign in', async () => {
    const { store, tableName, directory } = operator;
    expect((await here('add', 'One')).stdout).toMatch(/\nSign in at the address of the page, with \/edit\n$/);
    await writeAddress(directory, { endpoint: store.endpoint, key: 'test', tableName, url: 'http://127.0.0.1:3000' });
    expect((await here('add', 'Another')).stdout).toMatch(/\nSign in at http:\/\/127\.0\.0\.1:3000\/edit\n$/);
  });

  test('add finds the address of a deployed stage in its stack', async () => {
    const { store, tableName } = operator;
    const asked: string[] = [];
    const cloudFormation = createServer(async (request, response) => {
      asked.push((await buffer(request)).toString());
      response.end(`<DescribeStacksResponse><DescribeStacksResult><Stacks><member>
        <Outputs><member><OutputKey>Address</OutputKey><OutputValue>https://string.example.com</OutputValue></member></Outputs>
      </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`);
    });
    const { port, stop } = await listen(cloudFormation);
    const stage = tableName.replace('saved-string-', '');
    const { stdout } = await editors(['add', 'Ada Lovelace', '--stage', stage], {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
      AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
    });
    await stop();
    expect(stdout).toMatch(/^sst_.*\n\n.*\nSign in at https:\/\/string\.example\.com\/edit\n$/);
    expect(asked).toEqual([expect.stringContaining(`StackName=${tableName}`)]);
  });

  test('revokes every token of a name in any spelling, and no other', async () => {
    const { store, tableName } = operator;
    const registry = store.createEditors(tableName);
    const tokens = ['Grace', 'Grace', 'gr\u200bace', 'Gracie'].map((name) => ({ ...createToken(), name }));
    for (const { id, secret, name } of tokens)
      await registry.add({ ...TEST_EDITOR, id, name, hash: hashSecret(secret) }, signal);
    const { code, stdout } = await here('revoke', 'Ｇrace');
    expect([code, stdout.match(/^Revoked token/gm)?.length]).toEqual([0, 3]);
    expect(stdout).toContain('gr\\u{200b}ace');
    const statuses = await Promise.all(tokens.map(async (token) => (await save(formatToken(token))).statusCode));
    expect(statuses).toEqual([401, 401, 401, 200]);
  });

  test('revokes by number first, and not an editor whose name is that number', async () => {
    const registry = operator.store.createEditors(operator.tableName);
    const other = createToken();
    const namedLikeNumber = {
      ...TEST_EDITOR,
      id: other.id,
      name: String(TEST_EDITOR.id),
      hash: hashSecret(other.secret),
    };
    await registry.add(namedLikeNumber, signal);
    const { stdout } = await here('revoke', String(TEST_EDITOR.id));
    expect(stdout).toBe(`Revoked token ${TEST_EDITOR.id} of Ada.\n`);
    expect((await save(formatToken(other))).statusCode).toBe(200);
    expect((await here('revoke', String(TEST_EDITOR.id))).stderr).toMatch(/is already revoked/);
  });

  test('warns about a damaged record, lists the others, and revokes the damaged one by its number', async () => {
    const damaged = '111222333444';
    await operator.store.putRaw(operator.tableName, { pk: { S: 'editor' }, sk: { N: damaged }, name: { N: '5' } });
    const warning = expect.stringMatching(new RegExp(`^The record of token ${damaged} is damaged[^\n]*\n$`));
    expect(await here('list')).toEqual({ code: 0, stdout: expect.stringContaining('Ada'), stderr: warning });
    expect(await here('revoke', 'Ada')).toMatchObject({ code: 0, stderr: warning });
    expect((await save(TEST_TOKEN)).statusCode).toBe(401);
    expect(await here('revoke', damaged)).toMatchObject({ code: 0, stdout: expect.stringContaining(damaged) });
  });

  test('stores a name in its normal form', async () => {
    expect((await here('add', 'Jose\u0301\u00a0Ruiz')).code).toBe(0);
    expect((await here('list')).stdout).toContain('José Ruiz');
  });

  test.each([
    [1, ['add', 'Ada'], /Ada already has a token/],
    [1, ['add', 'ＡＤＡ'], /Ada already has a token/],
    [1, ['add', 'Grace\u200b'], /an invisible character/],
    [1, ['add', '246813579024'], /numbers identify tokens/],
    [1, ['add', ''], /name must have 1 to 64 characters/],
    [1, ['revoke', 'Nobody'], /No editor has the name Nobody/],
    // A terminal would obey this one.
    [1, ['revoke', '\u001b[31mAda'], /name \\u\{1b\}\[31mAda/m],
    [2, ['add'], /^Missing required argument 'NAME'/],
    [2, ['list', 'Ada'], /^Too many arguments for 'list'/],
    [2, ['add', 'Grace', 'Hopper'], /^Too many arguments for 'add'/],
    [
      2,
      ['add', 'x', '--expires', 'soon'],
      /^--expires takes a time such as 12h, 3d or 1w, up to 3650d, not "soon"\.$/m,
    ],
    [2, ['lsit'], /^Unknown command 'lsit'\n\(Did you mean list\?\)/],
    [2, ['describe'], /^Unknown command 'describe'\nTo list the commands: npx --no -- saved-string editors --help\n$/],
    [2, ['add', 'x', '--exprise', '1d'], /^Unknown option '--exprise'\n\(Did you mean --expires\?\)/],
    [2, ['list', '--colour'], /^Unknown option '--colour'\n$/],
    [2, ['list', '--region'], /^Option '--region <REGION>' argument missing/],
    [2, ['list', '--region', '--local'], /"--local" can't be a stage/],
    [2, ['list', '--stage', '../dev'], /can't be a stage/],
    [2, ['list', '--stage', 'dev'], /'--local' cannot be used with option '--stage/],
  ])('exits with %i for %j, says why, and changes nothing', async (expected, [command = '', ...args], line) => {
    const registry = operator.store.createEditors(operator.tableName);
    const before = await registry.list(signal);
    const place = ['--local', '--store', operator.directory];
    const { code, stdout, stderr } = await operator.run(`editors ${command}`, [...place, ...args]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n(\(Did you mean .*\)\n)?(To list the commands: .*\n)?$/);
    expect(stderr).toMatch(line);
    expect(await registry.list(signal)).toEqual(before);
  });

  const identity = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  test.each([
    [2, ['list'], identity, /Name a stage/],
    [1, ['list', '--stage', 'dev'], {}, /No valid AWS credentials/],
    [1, ['list', '--stage', 'nowhere'], identity, /No table found for stage nowhere in eu-west/],
  ])('exits with %i for %j with %j, and says why in one line', async (expected, args, env, line) => {
    const { code, stderr } = await editors(args, { ...env, AWS_ENDPOINT_URL_DYNAMODB: operator.store.endpoint });
    expect(code).toBe(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(line);
  });

  const unavailable = /^The store of stage dev in eu-west-1 answered 503\. Try again\.\n$/;
  const throttled = /^[^\n]+ did not answer in time \(ThrottlingException\)[^\n]*\n$/;
  test.each([
    [['list'], 503, '<html>', unavailable],
    [['add', 'Bob'], 503, '<html>', unavailable],
    [['list'], 400, '{"__type":"a#ThrottlingException"}', throttled],
  ])('%j says in one line that the store, or a proxy in front of it, answered %i', async (args, status, body, line) => {
    const { port, stop } = await listen(createServer((_, response) => response.writeHead(status).end(body)));
    const environment = { ...identity, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    const { code, stderr } = await editors([...args, '--stage', 'dev'], environment);
    await stop();
    expect([code, stderr]).toEqual([1, expect.stringMatching(line)]);
  });

  test('reports that no local copy ran, or that it has stopped', async () => {
    expect(await editors(['list', '--local', '--store', 'nowhere'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No copy on this machine uses the store in nowhere. Start one: npm start -- --store nowhere\n',
    });
    await writeAddress(operator.directory, { endpoint: 'http://127.0.0.1:1', key: '', tableName: operator.tableName });
    const { stderr } = await operator.spawn(['editors', 'list', '--local', '--store', operator.directory]);
    expect(stderr).toMatch(/^The copy that used the store in .* has stopped\. Start it again\.\n$/);
  });

  test.each([
    ['get', []],
    ['set', ['secret']],
    ['editors add', ['Ada']],
    ['export', []],
    ['import', []],
    ['doctor', []],
  ])('sends nothing to another program at the address of a copy that has stopped: %s', async (command, args) => {
    const heard: string[] = [];
    const listener = createServer(async (incoming, response) => {
      heard.push(`${incoming.method} ${JSON.stringify(incoming.headers)} ${await text(incoming)}`);
      response.setHeader('proof', proofOf('another key', incoming.url ?? '')).end('{"version":1,"value":""}');
    });
    const { port, stop } = await listen(listener);
    const url = `http://127.0.0.1:${port}`;
    const { directory, tableName } = operator;
    await writeAddress(directory, { endpoint: url, key: 'secret', tableName, url });
    const environment = { SAVED_STRING_TOKEN: TEST_TOKEN };
    const { code, stdout, stderr } = await operator.runHere(command, args, { input: '{}\n', environment });
    await stop();
    expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(/Another program listens where the copy/)]);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/^HEAD \{[^}]*\} $/);
    expect(heard[0]).not.toMatch(/secret|sst_/);
  });

  test.each(['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL'])(
    'works for a stage with an AWS identity: %s',
    async (name) => {
      const stage = operator.tableName.replace('saved-string-', '');
      const env = { ...identity, [name]: operator.store.endpoint };
      expect((await editors(['list', '--stage', stage], env)).stdout).toMatch(/Ada +active/);
    },
  );

  test('reads and writes a stage through the proxy of the environment', async () => {
    const heard: string[] = [];
    const proxy = createServer((incoming, response) => {
      const { method, url = '', headers } = incoming;
      heard.push(`${method} ${url} ${headers['x-amz-target']}`);
      const target = url.replace('http://dynamodb.invalid', operator.store.endpoint);
      const forward = request(target, { method, headers: incoming.headers }, (answer) => answer.pipe(response));
      incoming.pipe(forward);
    }).on('connect', (incoming, socket) => {
      heard.push(`CONNECT ${incoming.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const { port, stop } = await listen(proxy);
    const proxies = { HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://ada:secret@127.0.0.1:${port}` };
    const env = { ...identity, ...proxies, AWS_ENDPOINT_URL: 'http://dynamodb.invalid' };
    const stage = operator.tableName.replace('saved-string-', '');
    expect((await editors(['list', '--stage', stage], env)).stdout).toMatch(/Ada +active/);
    expect((await editors(['add', 'Grace', '--stage', stage], env)).code).toBe(0);
    expect((await editors(['revoke', 'Grace', '--stage', stage], env)).code).toBe(0);
    for (const operation of ['Query', 'PutItem', 'UpdateItem'])
      expect(heard).toContain(`POST http://dynamodb.invalid/ DynamoDB_20120810.${operation}`);

    for (const args of [['list'], ['add', 'Grace']]) {
      const refused = await editors([...args, '--stage', 'prod'], { ...identity, ...proxies });
      expect(refused.stderr).toBe('The proxy does not let this machine reach stage prod in eu-west-1.\n');
    }
    expect(heard).toContain('CONNECT dynamodb.eu-west-1.amazonaws.com:443');
    const past = {
      ...identity,
      ...proxies,
      NO_PROXY: 'localhost 127.0.0.0/8',
      AWS_ENDPOINT_URL: operator.store.endpoint,
    };
    const before = heard.length;
    expect((await editors(['list', '--stage', stage], past)).code).toBe(0);
    await stop();
    expect(heard).toHaveLength(before);
  });

  test('--help prints the help and does nothing else', async () => {
    for (const args of [['--help'], ['-h'], ['add', '--wrong', '--help'], ['revoke', 'Ada', '--help']]) {
      const { code, stdout } = await editors(args);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/^Usage: npx --no saved-string[\s\S]*Examples:\n[\s\S]*Exit codes/),
      ]);
    }
  });

  test('prints its help as an error if no command is given', async () => {
    expect(await editors([])).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^Usage: [\s\S]*revoke/) });
  });

  test('uses no colour in a pipe, and colour on a terminal', async () => {
    const red = '\u001b[31m';
    expect((await editors(['list', '--wrong'])).stderr).not.toContain(red);
    expect((await operator.run('editors', ['list', '--wrong'], { isTerminal: true })).stderr).toContain(red);
  });
});
