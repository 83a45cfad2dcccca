// `npm run scores`: the scores of the page, the editors' page and the playground by Lighthouse, axe and the HTTP
// Observatory.
import type { Browser } from 'playwright-core';
import { CommandError, EXIT } from '../../cli/errors.ts';
import { parseUrl } from '../../cli/remote/url.ts';
import { createCommand, examples, run } from '../../cli/run.ts';
import { launchBrowser } from '../support/browser/browser.ts';
import { installBrowser } from '../support/browser/install-browser.ts';
import { scoreWithAxe } from './axe.ts';
import { ANY_DEBUGGING_PORT, debuggingPortOf } from './debugging-port.ts';
import { installTools } from './install.ts';
import { scoreWithLighthouse } from './lighthouse.ts';
import { startLocalCopy } from './local-copy.ts';
import { scoreWithObservatory } from './observatory.ts';
import type { Score } from './score.ts';
import { formatTable } from './table.ts';

const scoreLiveAddress = async (browser: Browser, url: string): Promise<Score[]> => {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) throw new CommandError(`${url} ${answer ? `answers ${answer.status}` : 'does not answer'}.`);
  const port = await debuggingPortOf(browser);
  const lighthouse = (
    name: string,
    path: string,
    device: 'mobile' | 'desktop',
    bars: Record<string, number | undefined>,
  ) => scoreWithLighthouse({ name, url: url + path, device, bars }, port);
  const page = { others: 100 };
  // The editors' page is not meant to be found, which costs it a point for search engines.
  const edit = { performance: 95, seo: undefined, others: 100 };
  const steps: Record<string, () => Promise<Score | Score[]>> = {
    'the headers of the page': () => scoreWithObservatory(url),
    'the accessibility of the page': () => scoreWithAxe(browser, url, 'page'),
    'the accessibility of the editors’ page': () => scoreWithAxe(browser, url, 'editors’ page'),
    'the accessibility of the playground': () => scoreWithAxe(browser, url, 'playground'),
    'the page on a phone': () => lighthouse('page', '/', 'mobile', page),
    'the page on a desktop': () => lighthouse('page', '/', 'desktop', page),
    'the editors’ page on a phone': () => lighthouse('editors’ page', '/edit', 'mobile', edit),
    'the editors’ page on a desktop': () => lighthouse('editors’ page', '/edit', 'desktop', edit),
    'the playground on a desktop': () => lighthouse('playground', '/graphql', 'desktop', { performance: 90 }),
  };
  const scores: Score[] = [];
  for (const [name, step] of Object.entries(steps)) {
    process.stderr.write(`Looking at ${name} …\n`);
    scores.push(...[await step()].flat());
  }
  return scores;
};

const scoreLocalCopy = async (browser: Browser): Promise<Score[]> => {
  const copy = await startLocalCopy();
  try {
    const scores = await scoreLiveAddress(browser, copy.url);
    await copy.breakStore();
    return [...scores, ...(await scoreWithAxe(browser, copy.url, 'page, store down'))];
  } finally {
    await copy.stop();
  }
};

const score = async (url: string | undefined): Promise<void> => {
  await installTools();
  await installBrowser();
  const browser = await launchBrowser(ANY_DEBUGGING_PORT);
  try {
    const scores = url === undefined ? await scoreLocalCopy(browser) : await scoreLiveAddress(browser, url);
    process.stdout.write(formatTable(scores));
    if (scores.some(({ bar }) => bar?.met === false)) process.exitCode = EXIT.failed;
  } finally {
    await browser.close();
  }
};

const command = createCommand('npm run scores --', process)
  .description(
    'Scores the page, the editors’ page and the playground with Lighthouse, axe and the rules of the HTTP Observatory. Fails when a score does ' +
      'not reach its bar. Takes some minutes; the tools are installed at the first run. A local copy compresses its ' +
      'documents, and API Gateway does not.',
  )
  .argument('[URL]', 'a stage, which is only looked at; left out, a local copy with an empty store', parseUrl)
  .addHelpText(
    'after',
    examples('npm run scores', 'npm run scores -- https://abc123.execute-api.eu-west-1.amazonaws.com'),
  )
  .action(score);

const code = await run(command, process.argv.slice(2), process);
if (code !== EXIT.done) process.exitCode = code;
