import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalServer, startLocalServer } from '../support/browser/local-server.ts';
import { createRandom } from '../support/random.ts';
import { createScratchProject, type ScratchProject } from '../support/service/scratch-project.ts';
import { switchAtRandom } from '../support/service/switch-at-random.ts';

let project: ScratchProject;
let server: LocalServer;
/** The page of what is in src when nobody edits it. */
let original: string;
/** How much the server had printed to standard error before the test. */
let printed: number;

const startScratch = async (): Promise<void> => {
  project = await createScratchProject();
  server = await startLocalServer({
    directory: join(project.directory, 'store'),
    project: project.directory,
    env: { AWS_PROFILE: 'nobody', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
};

const endScratch = async (): Promise<void> => {
  await server.kill();
  await project.remove();
};

const errors = (): string => server.errors().slice(printed);

const HEADING = 'src/domain/heading.ts';
const CODE = "heading.replace('{}', () => value)";

/** The page makes the heading of its 503 once, when it is loaded. */
const LOADS = "value.startsWith('can’t')";
const UNLESS_LOADING = `if (!${LOADS})`;

/** Changes the source so that the page says these words before the string. */
const say = (words: string, source: string) => source.replace(CODE, () => `'${words} ' + value`);

const get = async () => {
  const answer = await fetch(server.url);
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
};

/** Asks until an answer fits: the system tells the server of an edit when it likes to. */
const eventually = async (status: number, text: string | RegExp) => {
  for (;;) {
    const answer = await get();
    if (answer.status === status && answer.body.match(text)) return answer;
    await pass(5);
  }
};

/** Each test of an edit begins with the project as it is. */
const EDITED = [
  HEADING,
  'src/routes/health.ts',
  'src/browser/page.ts',
  'serverless.yml',
  'schema/saved-string.graphql',
];

describe('npm start', () => {
  beforeAll(async () => {
    await startScratch();
    original = (await get()).body;
  });
  beforeEach(() => {
    printed = server.errors().length;
  });
  afterEach(async () => {
    for (const file of EDITED) await project.replace(file, await project.read(file));
    while ((await get()).body !== original) await pass(5);
  });
  afterAll(endScratch);

  test('of fifty edits with a request every ten milliseconds, each request is answered, and the last edit is served', async () => {
    const heading = await project.read(HEADING);
    const answers: Promise<number>[] = [];
    const requests = setInterval(() => answers.push(get().then(({ status }) => status)), 10);
    for (let edit = 1; edit <= 50; edit++) {
      const write = edit % 2 ? project.replace : project.overwrite;
      await write(HEADING, say(`Edit ${edit}:`, heading));
      await pass(Math.random() * 60);
    }
    await eventually(200, '<h1>Edit 50: dynamic string</h1>');
    clearInterval(requests);

    const statuses = await Promise.all(answers);
    expect(statuses.length).toBeGreaterThan(50);
    // A request may wait too long on a busy machine; then it may ask again.
    expect(new Set(statuses.filter((status) => status !== 503))).toEqual(new Set([200]));
    expect((await get()).body).toContain('<h1>Edit 50: dynamic string</h1>');
  });

  test('a mistake is answered with its place in the source, and gone once it is mended', async () => {
    const heading = await project.read(HEADING);
    await project.overwrite(HEADING, heading.slice(0, heading.indexOf(CODE) + CODE.indexOf('{')));
    const { headers, body } = await eventually(500, /ERROR\] Unterminated string literal/);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(body).toMatch(/src\/domain\/heading\.ts:\d+:\d+:/);
    expect(errors()).toContain(body.trim());

    await project.overwrite(HEADING, say('Mended:', heading));
    await eventually(200, '<h1>Mended: dynamic string</h1>');
  });

  test('a module that cannot be loaded is answered with its stack trace, in lines of the source', async () => {
    const heading = await project.read(HEADING);
    await project.overwrite(HEADING, `${heading}\nthrow new Error('not today');\n`);
    const { body } = await eventually(500, 'Error: not today');
    expect(body).toContain(`src/domain/heading.ts:${heading.split('\n').length + 1}:`);
  });

  test('a defect is printed with its stack trace, in lines of the source', async () => {
    const heading = await project.read(HEADING);
    const defect = `\nexport const toHeading = (value: string): string => {\n  ${UNLESS_LOADING} throw new Error('boom');\n  return value;\n};\n`;
    await project.overwrite(HEADING, heading.replace('export const toHeading', 'const unused') + defect);
    await eventually(500, /Something went wrong on our side/);
    expect(errors()).toMatch(
      new RegExp(`^Error: boom\\n +at toHeading .*heading\\.ts:${heading.split('\n').length + 2}:`, 'm'),
    );
  });

  test('a function that ends by itself is started again by the next request', async () => {
    const heading = await project.read(HEADING);
    const ending = "setTimeout(() => { throw new Error('later'); })";
    await project.overwrite(HEADING, heading.replace(CODE, `((${LOADS} || ${ending}) && 'Once: ') + value`));
    // It ends after each answer, and in between answers again.
    while (errors().split('Error: later').length < 3) await get();
    await eventually(200, '<h1>Once: dynamic string</h1>');
  });

  test('a request under way is answered by the build that it met', async () => {
    const health = await project.read('src/routes/health.ts');
    const isThere = `process.getBuiltinModule('node:fs').existsSync(${JSON.stringify(join(project.directory, 'go-on'))})`;
    const slowly = `console.error('It has begun');
    while (!${isThere}) await new Promise((done) => setTimeout(done, 10));
    return`;
    await project.overwrite(
      'src/routes/health.ts',
      health.replace('return', slowly).replace('budgetMs: 1_000', 'budgetMs: 60_000'),
    );
    const answers: Promise<Response>[] = [];
    while (!errors().includes('It has begun')) {
      answers.push(fetch(`${server.url}/health`));
      await get();
    }
    await project.overwrite(HEADING, say('New:', await project.read(HEADING)));
    await eventually(200, '<h1>New: dynamic string</h1>');
    await project.add('go-on', '');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('an edit of the page’s script shows', async () => {
    const script = await project.read('src/browser/page.ts');
    await project.replace('src/browser/page.ts', `${script}\nconsole.log('edited');\n`);
    await eventually(200, /<script type="module">.*"edited"/s);
  });

  test('an edit in a folder that is new shows', async () => {
    const heading = await project.read(HEADING);
    await project.add('src/domain/words/words.ts', "export const words = 'First:';\n");
    await project.overwrite(
      HEADING,
      `import { words } from './words/words.ts';\n${heading.replace(CODE, "words + ' ' + value")}`,
    );
    await eventually(200, '<h1>First: dynamic string</h1>');
    await project.overwrite('src/domain/words/words.ts', "export const words = 'Second:';\n");
    await eventually(200, '<h1>Second: dynamic string</h1>');
  });

  test('the function sees no AWS settings of the environment that starts it', async () => {
    const heading = await project.read(HEADING);
    const names = "Object.keys(process.env).filter((name) => name.startsWith('AWS_'))";
    await project.overwrite(HEADING, heading.replace(CODE, `${names}.length + ' variables: ' + value`));
    await eventually(200, '<h1>0 variables: dynamic string</h1>');
  });

  test('a change of the settings is told once, and that it takes a new start', async () => {
    const settings = await project.read('serverless.yml');
    await project.overwrite('serverless.yml', `${settings}# edited`);
    const told = 'serverless.yml has changed: stop with Ctrl-C, and start again.';
    while (!errors().includes(told)) await pass(10);
    await project.replace('serverless.yml', settings);
  });

  test('an edit of the schema asks for codegen', async () => {
    const schema = 'schema/saved-string.graphql';
    await project.overwrite(schema, `${await project.read(schema)}\n# edited\n`);
    while (!errors().includes('The schema has changed. Run: npm run codegen')) await pass(10);
  });
});

describe('npm start, with a store and a project of its own', () => {
  beforeEach(startScratch);
  afterEach(endScratch);

  test('once its store was deleted, it says so, saves nothing that would be lost, and leaves nothing in its place', async () => {
    await rm(server.directory, { recursive: true });
    for (let edit = 0; edit < 20; edit++) {
      await project.overwrite(HEADING, say(`Edit ${edit}:`, await project.read(HEADING)));
      const { status, body } = await get();
      expect([status, body]).toEqual([503, expect.stringMatching(/was deleted while .*start it again\.\n$/)]);
      await pass(20);
    }
    await expect(server.save('lost')).rejects.toThrow(/503/);
    const { code, stderr } = await server.stop();
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^The store .* was deleted .*\nStopping…\n$/)]);
    await expect(access(server.directory)).rejects.toThrow(/ENOENT/);
  });

  test('switches of branches, stashes and deleted folders neither end it nor leave it wrong', async () => {
    const { statuses } = await switchAtRandom(project, server, { switches: 12, random: createRandom(1) });
    // Whatever is half there is told.
    expect(new Set([200, 500, 503, ...statuses])).toEqual(new Set([200, 500, 503]));
    expect(statuses).toContain(200);
    expect(server.errors()).not.toMatch(/Unhandled|ERR_UNHANDLED/);
    expect((await server.stop()).code).toBe(0);
  });
});
