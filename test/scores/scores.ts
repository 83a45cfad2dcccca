// `npm run scores`: what Lighthouse, axe and the HTTP Observatory say of the page and the playground.
import type { Browser } from 'playwright-core';
import { OperatorError } from '../../src/operator/failure.ts';
import { readAddress } from '../../src/operator/read-address.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { EXIT } from '../../src/terminal/command.mjs';
import { launchBrowser } from '../support/browser.ts';
import { installBrowser } from '../support/install-browser.ts';
import { scorePageWithAxe, scorePlaygroundWithAxe } from './axe.ts';
import { ANY_DEBUGGING_PORT, debuggingPortOf } from './debugging-port.ts';
import { installTools } from './install.ts';
import { scoreWithLighthouse } from './lighthouse.ts';
import { startLocalCopy } from './local-copy.ts';
import { scoreWithObservatory } from './observatory.ts';
import type { Score } from './score.ts';
import { formatTable } from './table.ts';

const command = {
  about: 'Scores the page and the playground with Lighthouse, axe and the rules of the HTTP Observatory.',
  usage: ['npm run scores', 'npm run scores -- URL'],
  operands: 1,
  options: {},
  notes: [
    'Without a URL it starts a copy of its own, with an empty store. A stage is only looked at, and so its error page is not.',
    'Fails when a score does not reach its bar. It takes some minutes; the tools are installed at the first run.',
    'A local copy compresses its documents, and API Gateway does not.',
  ],
  examples: ['npm run scores', 'npm run scores -- https://abc123.execute-api.eu-west-1.amazonaws.com'],
} as const;

const scoreLiveAddress = async (browser: Browser, url: string): Promise<Score[]> => {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) throw new OperatorError(`${url} ${answer ? `answers ${answer.status}` : 'does not answer'}.`);
  const port = await debuggingPortOf(browser);
  const page = { name: 'page', url: `${url}/`, bar: () => 100 };
  const playground = {
    name: 'playground',
    url: `${url}/graphql`,
    bar: (category: string) => (category === 'performance' ? 90 : undefined),
  };
  const steps: Record<string, () => Promise<Score | Score[]>> = {
    'the headers of the page': () => scoreWithObservatory(url),
    'the accessibility of the page': () => scorePageWithAxe(browser, url, 200),
    'the accessibility of the playground': () => scorePlaygroundWithAxe(browser, url),
    'the page on a phone': () => scoreWithLighthouse({ ...page, device: 'mobile' }, port),
    'the page on a desktop': () => scoreWithLighthouse({ ...page, device: 'desktop' }, port),
    'the playground on a desktop': () => scoreWithLighthouse({ ...playground, device: 'desktop' }, port),
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
    return [...scores, ...(await scorePageWithAxe(browser, copy.url, 503))];
  } finally {
    await copy.stop();
  }
};

void runCommand(command, async ({ positionals: [text] }) => {
  const url = text === undefined ? undefined : readAddress(text);
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
});
