import { exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify, stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { program } from '../../cli/program.ts';
import { writeAddress } from '../../cli/start/address.ts';
import { createToken, formatToken } from '../../src/domain/token.ts';
import { harness } from '../support/harness.ts';
import { listen } from '../support/listen.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const operator = harness(['operator', 'gateway']);
let environment: Record<string, string>;

beforeEach(() => {
  environment = { SAVED_STRING_URL: operator.gateway.url, SAVED_STRING_TOKEN: TEST_TOKEN };
});

const run = (command: string, args: readonly string[] = [], input: string | Buffer = '') =>
  operator.run(command, args, { environment, input });

const latest = async () => {
  const { data } = await operator.service.graphql<{ latestRevision: Record<string, unknown> }>(
    '{ latestRevision { version value note savedBy restores } }',
  );
  return data?.latestRevision;
};

/** Makes the folder of a copy with this table, whose page is the gateway. */
const layStore = async (tableName: string): Promise<string> => {
  const store = join(operator.directory, 'copy');
  await mkdir(store);
  await writeAddress(store, { endpoint: operator.store.endpoint, key: 'test', tableName, url: operator.gateway.url });
  return store;
};

const PRETEND_TERMINAL = `data:text/javascript,
  for (const stream of [process.stdin, process.stderr]) Object.defineProperty(stream, 'isTTY', { value: true });`;

type Answers = readonly (readonly [question: string, reply: string | (() => Promise<string>)])[];

/**
 * Answers each question that a command asks a person.
 *
 * @returns a function that reads what the command has written so far.
 */
const converse = (stdin: Writable, stderr: Readable, answers: Answers): (() => string) => {
  const left = [...answers];
  let heard = '';
  stderr.setEncoding('utf8').on('data', async (text: string) => {
    heard += text;
    const [question = '', reply = ''] = left[0] ?? [];
    if (left.length === 0 || !heard.includes(question)) return;
    left.shift();
    stdin.write(typeof reply === 'string' ? reply : await reply());
  });
  return () => stripVTControlCharacters(heard);
};

/** Runs a command for a person, in this process. */
const answer = async (args: readonly string[], answers: Answers) => {
  const openTerminal = () => Object.assign(new PassThrough(), { isTTY: true });
  const [stdin, stdout, stderr] = [openTerminal(), new PassThrough(), openTerminal()];
  const heard = converse(stdin, stderr, answers);
  const code = await program(args, { stdin, stdout, stderr, env: environment });
  return { code, stdout: await text(stdout.end()), stderr: heard() };
};

/** Runs a command for a person, in a process of its own, which has to end by itself. */
const answerProcess = async (args: readonly string[], answers: Answers) => {
  const child = spawn(process.execPath, ['--import', PRETEND_TERMINAL, 'cli/saved-string.mjs', ...args], {
    env: { PATH: process.env.PATH, TERM: 'dumb', NO_COLOR: '1', ...environment },
  });
  const heard = converse(child.stdin, child.stderr, answers);
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code, stdout, stderr: heard() };
};

describe('get', () => {
  test('prints the string and a line feed, exactly', async () => {
    for (const value of ['dynamic string', ' \u001b[2Jodd\r\n\ufefftext\n', '\ufeff']) {
      if (value !== 'dynamic string') await operator.service.save(value);
      expect(await run('get')).toEqual({ code: 0, stdout: `${value}\n`, stderr: '' });
    }
  });

  test('prints the revision as JSON', async () => {
    await operator.service.save('Closed');
    const { stdout } = await run('get', ['--json']);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, value: 'Closed', savedBy: 'Ada' });
  });

  test('finds the local copy and its token with --local, whatever the environment names', async () => {
    const store = await layStore(operator.tableName);
    await writeFile(join(store, 'token'), TEST_TOKEN);
    environment = { SAVED_STRING_URL: 'http://elsewhere.invalid', SAVED_STRING_TOKEN: formatToken(createToken()) };
    expect((await run('set', ['here', '--local', '--store', store])).stderr).toBe('');
    expect((await run('get', ['--local', '--store', store])).stdout).toBe('here\n');
  });
});

describe('set', () => {
  test('saves a text with its note, and says which version it is', async () => {
    expect(await run('set', ['Closed today', '--note', 'Power cut'])).toEqual({
      code: 0,
      stdout: 'Saved as version 1.\n',
      stderr: '',
    });
    expect(await latest()).toMatchObject({ value: 'Closed today', note: 'Power cut', savedBy: 'Ada' });
  });

  test.each([
    ['a line', 'line\n', 'line'],
    ['a line as Windows ends it', 'line\r\n', 'line'],
    ['one of two ends', 'two\nlines\n\n', 'two\nlines\n'],
    ['one of two ends of Windows', 'two\r\nlines\r\n\r\n', 'two\r\nlines\r\n'],
    ['no end', ' mark \ufffd ', ' mark \ufffd '],
    ['a carriage return that ends no line', 'half\r', 'half\r'],
    ['an empty line', '\n', ''],
    ['a byte order mark', '\ufefftext\n', 'text'],
    ['UTF-16 from a Windows shell', Buffer.from('\ufeffSuppe €\r\n', 'utf16le'), 'Suppe €'],
    ['UTF-16 of other machines', Buffer.from('\ufeffSuppe', 'utf16le').swap16(), 'Suppe'],
  ] as [string, string | Buffer, string][])('reads standard input with -: %s', async (_name, input, value) => {
    expect(await run('set', ['-'], input)).toMatchObject({ code: 0, stderr: '' });
    expect([(await latest())?.value, (await run('get')).stdout]).toEqual([value, `${value}\n`]);
  });

  test('saves an argument exactly', async () => {
    const texts = [
      'plain and empty text',
      'line breaks',
      'emoji',
      'characters with a meaning in templates and programs',
    ];
    const value = texts.flatMap((name) => ODD_STRINGS[name] ?? []).join('');
    await run('set', ['--', value]);
    expect((await latest())?.value).toBe(value);
  });

  test('of two writers who saw the same version, the second gets both texts and exit code 3', async () => {
    await operator.service.save('first');
    expect((await run('set', ['second', '--if-version', '1'])).code).toBe(0);
    const late = ['late', '--if-version', '1'];
    expect(await run('set', late)).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'Version 2, by Ada: second\nYours: late\nSomeone else saved version 2 first. Your change was not saved.\n',
    });
    const { code, stdout } = await run('set', [...late, '--json']);
    expect([code, JSON.parse(stdout).error]).toMatchObject([
      3,
      { code: 'CONFLICT', current: { version: 2, value: 'second' }, wanted: 'late' },
    ]);
    expect((await latest())?.value).toBe('second');
  });

  test('asks on a terminal: shows what visitors read, saves an answer, and shows what they read then', async () => {
    await operator.service.save('Open\nuntil ten');
    const { SAVED_STRING_URL = '' } = environment;
    environment = { SAVED_STRING_URL };
    const { code, stdout, stderr } = await answerProcess(
      ['set'],
      [
        ['Your token: ', `${TEST_TOKEN}\r`],
        ['New string', 'Soup of the day\r'],
      ],
    );
    expect(stdout).toBe('The saved string is Soup of the day\nBackwards and in capitals: YAD EHT FO PUOS\n');
    expect(stderr).toContain('Visitors read: Open\nuntil ten\nNew string');
    expect(stderr).not.toContain(TEST_TOKEN);
    expect([code, await latest()]).toMatchObject([0, { version: 2, value: 'Soup of the day' }]);
  });

  test('asked on a terminal, refuses a version that came in between, and prints both texts', async () => {
    await operator.service.save('first');
    const { code, stderr } = await answer(
      ['set'],
      [['New string', () => operator.service.save('in between').then(() => 'mine\r')]],
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/Version 2, by Ada: in between\nYours: mine\nSomeone else saved version 2 first/);
  });

  test.each([
    ['Enter alone', '\r', answer, /Nothing was changed\.\n$/],
    ['Ctrl-C', '\u0003', answerProcess, /Nothing was changed\.\n$/],
    ['a paste of two lines', 'one\rtwo\r', answer, /more than one line\. Nothing was changed\.\n$/],
  ])('changes nothing for %s', async (_name, reply, ask, line) => {
    const { code, stderr } = await ask(['set'], [['New string', reply]]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(line)]);
    expect(await latest()).toMatchObject({ version: 0 });
  });

  test.each([
    ['no text and no terminal', [], '', 2, /^Missing argument 'TEXT'\. To read standard input: set -\n$/],
    ['no input at all', ['-'], '', 1, /^Standard input is empty\. To save an empty string: set ""\n$/],
    ['a byte order mark and nothing else', ['-'], '\ufeff', 1, /^Standard input is empty\./],
    [
      'a text that begins with a dash',
      ['-5 °C'],
      '',
      2,
      /^Unknown option '-5 °C'\nTo pass a text [^\n]*: set -- "-5 °C"\n$/,
    ],
    ['bytes that are not UTF-8', ['-'], Buffer.from([0x61, 0xff]), 1, /^Standard input is not UTF-8\.\n$/],
    ['an endless input', ['-'], 'x'.repeat(2 ** 20 + 1), 1, /^Standard input is longer than any string can be\.\n$/],
    ['an argument whose bytes were replaced', ['a\ufffd'], '', 2, /^An argument must be UTF-8 without U\+FFFD/],
    ['a version that is no number', ['a', '--if-version', 'x'], '', 2, /^--if-version takes a number, not x\.\n$/],
    ['what the rules refuse', ['x'.repeat(2 ** 15 + 1)], '', 1, /^The value takes 32769 bytes as UTF-8[^\n]*\n$/],
  ] as [string, string[], string | Buffer, number, RegExp][])('refuses %s', async (_name, args, input, code, line) => {
    expect(await run('set', args, input)).toEqual({ code, stdout: '', stderr: expect.stringMatching(line) });
    expect(await latest()).toMatchObject({ version: 0 });
  });

  test('gives the server’s reason for refusing a token, and needs one', async () => {
    environment.SAVED_STRING_TOKEN = formatToken(createToken());
    expect(await run('set', ['x'])).toEqual({ code: 1, stdout: '', stderr: 'This stage does not know the token.\n' });
    environment.SAVED_STRING_TOKEN = '';
    expect((await run('set', ['x'])).stderr).toMatch(/^Set SAVED_STRING_TOKEN to your token, or name a file/);
  });

  test('sends nothing but a token as one', async () => {
    const file = join(operator.directory, 'key');
    await writeFile(file, '-----BEGIN PRIVATE KEY-----');
    const nowhere = ['--url', 'http://127.0.0.1:9'];
    expect((await run('set', ['x', '--token-file', file, ...nowhere])).stderr).toBe(
      'The token is incomplete or mistyped. Copy the whole token again.\n',
    );
    await writeFile(file, `${TEST_TOKEN}\n`);
    expect((await run('set', ['x', '--token-file', file])).code).toBe(0);
  });

  test('says that the change may have been saved when the answer is lost', async () => {
    const server = createServer((request) => request.socket.destroy());
    const { port, stop } = await listen(server);
    environment.SAVED_STRING_URL = `http://127.0.0.1:${port}`;
    const { code, stdout, stderr } = await run('set', ['x', '--json']);
    await stop();
    expect([code, JSON.parse(stdout).error.outcome]).toEqual([1, 'UNKNOWN']);
    expect(stderr).toMatch(/^Nothing answers at \S+ \(\w+\)\. Your change may have been saved: read the string/);
  });

  test.each([
    ['another site', { statusCode: 200, body: '<html>' }, /answered 200: not as Saved String does\. Is it the address/],
    ['a gateway that refuses', { statusCode: 429, body: '{"message":"Too Many Requests"}' }, /429: Too Many Requests/],
    ['a gateway that gives up', { statusCode: 504, body: '{"message":"Timeout"}' }, /Your change may have been saved/],
    ['a redirect, which gets no token', { statusCode: 302, headers: { location: '/' } }, /answered 302/],
  ])('explains %s in one line', async (_name, response, line) => {
    operator.gateway.tamper = () => response;
    const { code, stderr } = await run('set', ['x']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(line)]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });
});

/** Runs a command on a terminal, against something that gives one answer to everything. */
const runAgainst = async (answer: unknown, command: string, args: readonly string[]) => {
  const server = createServer((_request, response) => response.end(JSON.stringify(answer)));
  const { port, stop } = await listen(server);
  environment.SAVED_STRING_URL = `http://127.0.0.1:${port}`;
  const { stderr, ...exit } = await operator.run(command, args, { environment, isTerminal: true });
  await stop();
  return { ...exit, stderr: stripVTControlCharacters(stderr) };
};

describe('an answer of another shape', () => {
  test.each([
    [['history'], { data: {} }],
    [['history'], { data: { revisions: { nodes: [{ version: 1 }], pageInfo: {} } } }],
    [['planned'], { data: { planned: [{ id: 1 }] } }],
    [['planned'], { data: { planned: {} } }],
    [['set', 'x'], { data: {} }],
    [['undo'], { data: { revisions: null } }],
    [['get'], []],
    [['spac-lla'], null],
    [['files', 'list'], {}],
    [['files', 'list'], { files: [{ id: 'x', name: 'x', size: 'NaN', sharedBy: 'x', until: 'x' }] }],
    [['share', 'LICENSE'], {}],
    [['share', 'LICENSE'], { id: 'x', until: 'x', partSize: null }],
  ])('is one sentence for %j: %j', async ([command = '', ...args], answer) => {
    const { code, stderr } = await runAgainst(answer, command, args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^[^\n]*(doesn't answer|not) as Saved String does[^\n]*\n$/),
    ]);
  });
});

test('an answer can control no terminal, as a list or as JSON', async () => {
  const odd = 'x\u009b2J\u202e\u007f';
  const file = { id: `${odd}\u001b[2J`, name: odd, size: 1, sharedBy: odd, until: odd, completedAt: odd };
  for (const args of [['list'], ['list', '--json']]) {
    const { code, stdout } = await runAgainst({ files: [file] }, 'files', args);
    expect([code, stdout.replaceAll('\n', '')]).toEqual([0, expect.not.stringMatching(/[\p{Bidi_Control}\p{Cc}]/u)]);
    if (args.length > 1) expect(JSON.parse(stdout)).toMatchObject([file].map(({ id: _, ...others }) => others));
  }
});

const NIGHTLY = [
  ...['--from', '2027-01-01T22:00:00Z', '--until', '2027-01-02T06:00:00Z'],
  ...['--repeat', 'FREQ=DAILY', '--time-zone', 'Europe/Dublin'],
];

test.each([
  ['set', ['x', '--token-file', 'cli'], 1, /^cli is a folder\.\n$/],
  ['get', ['--at', 'noon'], 2, /^--at must be a time with its offset/],
  ['set', ['x', '--from', 'noon'], 2, /^--from must be a time/],
  ['set', ['x', '--until', '2020-01-01T00:00:00Z'], 2, /^--until must be in the future/],
  ['set', ['x', ...NIGHTLY, '--repeat', 'FREQ=HOURLY'], 2, /^--repeat has a FREQ/],
  ['set', ['x', ...NIGHTLY, '--time-zone', 'Nowhere'], 2, /^There is no --time-zone "Nowhere"/],
  ['planned', ['cancel', '1'], 1, /^This string is not planned/],
])('%s %j is refused with what to type', async (command, args, code, line) => {
  expect(await run(command, args)).toEqual({ code, stdout: '', stderr: expect.stringMatching(line) });
});

// https://github.com/uutils/coreutils/issues/9782
const withFull = existsSync('/dev/full') ? test : test.skip;
withFull.each(['get', 'history', 'get --json'])('%s says that it can print nothing on a full disk', async (command) => {
  const line = `"${process.execPath}" cli/saved-string.mjs ${command} > /dev/full; echo $?`;
  const { stdout, stderr } = await promisify(exec)(line, { env: environment });
  expect([stdout, stderr]).toEqual(['1\n', "Standard output can't be written (ENOSPC).\n"]);
});

test('without a token, a copy and its list of editors say how to make one', async () => {
  const store = await layStore(await operator.store.createTable([]));
  environment = {};
  const add = `npx --no saved-string editors add NAME --local --store ${store}`;
  expect(await run('set', ['x', '--local', '--store', store])).toEqual({
    code: 2,
    stdout: '',
    stderr: `No token for this copy. Make one: ${add}\n`,
  });
  expect((await run('editors list', ['--local', '--store', store])).stdout).toContain(`Add one: ${add}\n`);
});

test('an empty string is shown as on the page', async () => {
  await operator.service.save('');
  await operator.service.save('full');
  expect((await run('undo')).stdout).toBe('Version 1 is back, as version 3: (nothing)\n');
  expect((await run('history', ['--first', '1'])).stdout).toMatch(/Ada {2}\(nothing\) {2}\(brings back/);
});

describe('strings with a time', () => {
  test('set --until brings back what there was before, and get --at shows both', async () => {
    await operator.service.save('before');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await run('set', ['Back soon', '--until', until])).stdout).toBe('Saved as version 2.\n');
    expect((await run('get')).stdout).toBe('Back soon\n');
    const { SAVED_STRING_TOKEN = '' } = environment;
    expect((await run('get', ['--at', until])).stdout).toBe('before\n');
    delete environment.SAVED_STRING_TOKEN;
    expect((await run('get', ['--at', until])).stderr).toMatch(/^Set SAVED_STRING_TOKEN/);
    expect((await run('get', ['--at', 'noon'])).stderr).toMatch(/^--at must be a time with its offset[^\n]*\n$/);
    environment.SAVED_STRING_TOKEN = SAVED_STRING_TOKEN;
  });

  test('set --from plans a string, which visitors do not read yet', async () => {
    const from = new Date(Date.now() + 3_600_000).toISOString();
    const { code, stdout } = await run('set', ['later', '--from', from, '--note', 'Opening']);
    expect([code, stdout]).toEqual([0, `Planned for ${from}, as version 1.\n`]);
    expect((await run('get')).stdout).toBe('dynamic string\n');
    expect((await run('get', ['--at', from])).stdout).toBe('later\n');
    expect((await run('undo')).stderr).toBe('There is no other string to bring back.\n');
  });

  test('planned strings are listed, changed, skipped and cancelled, each by its id', async () => {
    const year = new Date().getUTCFullYear() + 1;
    const times = ['--from', `${year}-06-01T09:00:00Z`, '--until', `${year}-06-01T17:00:00Z`];
    const rule = ['--repeat', 'FREQ=DAILY', '--time-zone', 'Europe/Dublin'];
    expect((await run('set', ['Open', ...times, ...rule])).code).toBe(0);
    const skip = ['skip', '1', `${year}-06-02T09:00:00Z`];
    expect(await run('planned', ['skip', '1', 'noon'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^TIME must be a time/),
    });
    const skipped = 'Skipped, as version 2. Visitors read: dynamic string\n';
    expect(await run('planned', skip)).toEqual({ code: 0, stdout: skipped, stderr: '' });
    await run('planned', ['change', '1', 'Open daily', '--note', 'Summer', '--if-version', '2']);
    const line = `1  ${year}-06-01 09:00 UTC to ${year}-06-01 17:00 UTC  Ada  Open daily  (FREQ=DAILY in Europe/Dublin; `;
    expect((await run('planned')).stdout).toBe(`${line}without ${year}-06-02 09:00 UTC; Summer)\n`);
    await run('planned', [...skip, '--undo']);
    expect((await run('planned')).stdout).toBe(`${line}Summer)\n`);
    await run('planned', ['change', '1', '--repeat', 'never']);
    const plannedWith = async (version: string) =>
      JSON.parse((await run('planned', ['--json', '--at-version', version])).stdout);
    expect(await plannedWith('1')).toMatchObject([{ value: 'Open', skipped: [], occurrences: [{}, {}, {}] }]);
    expect(await plannedWith('5')).toMatchObject([{ value: 'Open daily', repeat: null, occurrences: [{}] }]);
    expect((await run('planned', ['cancel', '1', '--if-version', '4'])).stderr).toBe(
      'Version 5, by Ada: dynamic string\nSomeone else saved version 5 first. Your change was not saved.\n',
    );
    expect((await run('planned', ['cancel', '1', '--url', operator.gateway.url])).stdout).toMatch(
      /^Cancelled, as version 6\./,
    );
    expect((await run('planned')).stdout).toBe('Nothing is planned.\n');
    expect((await run('planned', ['cancel', '1'])).stderr).toMatch(/^This string is not planned/);
    expect((await run('set', ['x', ...rule])).code).toBe(2);
    environment.SAVED_STRING_TOKEN = '';
    expect((await run('planned')).stderr).toMatch(/^Set SAVED_STRING_TOKEN/);
  });

  test('set on a terminal replaces a string until it would have ended, or for good', async () => {
    const until = `${new Date().getUTCFullYear() + 1}-01-01T00:00:00.000Z`;
    const untilThen = async () => JSON.parse((await run('get', ['--json'])).stdout).until;
    await run('set', ['Break', '--until', until]);
    const { stdout } = await answer(['set', 'Long break'], []);
    expect(stdout).toBe(`Saved as version 2, until the last one would have ended: ${until}.\n`);
    await answer(
      ['set'],
      [
        ['New string', 'Lunch\r'],
        [`It would have ended at ${until}`, '\r'],
      ],
    );
    expect(await untilThen()).toBe(until);
    await answer(
      ['set'],
      [
        ['New string', 'Closed\r'],
        ['or never', 'never\r'],
      ],
    );
    expect(await untilThen()).toBeNull();
    await run('set', ['Break', '--until', until]);
    await run('set', ['From a program']);
    expect(await untilThen()).toBeNull();
  });
});

describe('undo', () => {
  test('brings back the string before, and a second time undoes that', async () => {
    for (const value of ['one', 'two', 'two']) await operator.service.save(value);
    expect((await run('undo', ['--note', 'Typo'])).stdout).toBe('Version 1 is back, as version 4: one\n');
    expect(await latest()).toMatchObject({ value: 'one', note: 'Typo', restores: 1 });
    expect((await run('undo')).stdout).toBe('Version 3 is back, as version 5: two\n');
  });

  test('has nothing to bring back before the first save', async () => {
    expect(await run('undo')).toEqual({ code: 1, stdout: '', stderr: 'There is no other string to bring back.\n' });
  });
});

describe('history', () => {
  test('prints a line for each string, whatever is in it, over more than one page', async () => {
    await operator.service.save('two\nlines \u001b[2J');
    for (let version = 2; version <= 25; version++) await operator.service.save(`text ${version}`);
    await run('undo', ['--note', 'Typo']);
    const lines = (await run('history', ['--first', '100'])).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(27);
    expect(lines[0]).toMatch(
      /^26 {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}Ada {2}text 24 {2}\(brings back version 24: Typo\)$/,
    );
    expect(lines[25]).toMatch(/^1 .* two\\u\{a\}lines \\u\{1b\}\[2J$/);
    expect(lines[26]).toBe('0  before the first save  dynamic string');
  });

  test('prints JSON, a line each', async () => {
    await operator.service.save('one');
    const { stdout } = await run('history', ['--first', '1', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, value: 'one', savedBy: 'Ada' });
  });
});

test('spac-lla prints a text, or the saved string, backwards and in capitals', async () => {
  expect((await run('spac-lla', ['all caps'])).stdout).toBe('SPAC LLA\n');
  expect(JSON.parse((await run('spac-lla', ['--json'])).stdout)).toEqual({ data: 'GNIRTS CIMANYD', by: 'local' });
});

test('watch prints the string, then each new one, goes on after an error, and ends when nobody reads', async () => {
  const stdout = new PassThrough();
  const lines: string[] = [];
  stdout.setEncoding('utf8').on('data', async (line: string) => {
    lines.push(line);
    if (lines.length === 2) stdout.destroy();
    operator.gateway.tamper = () => {
      operator.gateway.tamper = (response) => response;
      return { statusCode: 503, body: 'not now' };
    };
    await operator.service.save(lines.length === 2 ? 'nobody reads this' : 'news');
  });
  const { stdin, stderr } = process;
  expect(await program(['watch'], { stdin, stdout, stderr, env: environment })).toBe(0);
  expect(lines).toEqual(['dynamic string\n', 'news\n']);
});

/** Prints for how long a command is about to sleep, in milliseconds, and ends it. */
const END_AT_PAUSE = `data:text/javascript,
  import { syncBuiltinESMExports } from 'node:module';
  import timers from 'node:timers/promises';
  timers.setTimeout = (milliseconds) =>
    new Promise(() => process.stdout.write(milliseconds + 'ms', () => process.exit()));
  syncBuiltinESMExports();`;

test('watch asks no more often than the server wants', async () => {
  operator.gateway.tamper = (response) => ({ ...response, headers: { ...response.headers, 'retry-after': '30' } });
  const child = spawn(process.execPath, ['--import', END_AT_PAUSE, 'cli/saved-string.mjs', 'watch'], {
    env: { PATH: process.env.PATH, ...environment },
  });
  expect(await text(child.stdout)).toBe('dynamic string\n30000ms');
});

test('watch stops at once where nothing answers', async () => {
  environment.SAVED_STRING_URL = 'http://127.0.0.1:9';
  expect((await run('watch')).code).toBe(1);
});
