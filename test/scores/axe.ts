import type { Browser, Page } from 'playwright-core';
import { BARRIERS, findAccessibilityViolations } from '../support/browser/accessibility.ts';
import type { Score } from './score.ts';

const COLOR_SCHEMES = ['light', 'dark'] as const;

const toScore = (name: string, found: readonly string[]): Score => ({
  name: `axe, ${name}`,
  value: `${found.length}`,
  bar: { text: '0', met: found.length === 0 },
  notes: found,
  timed: false,
});

/** @throws Error unless the address answers with `status`: another answer would give the score of another page. */
const visit = async <Result>(
  browser: Browser,
  { url, status, colorScheme }: { url: string; status: number; colorScheme: (typeof COLOR_SCHEMES)[number] },
  look: (page: Page) => Promise<Result>,
): Promise<Result> => {
  const page = await browser.newPage({ colorScheme });
  const answer = await page.goto(url);
  if (answer?.status() !== status) throw new Error(`${url} answers ${answer?.status()}, not ${status}`);
  const result = await look(page);
  await page.close();
  return result;
};

/** Scores the page when it shows the string (`status` 200), or when it can't (503). */
export const scorePageWithAxe = async (browser: Browser, url: string, status: 200 | 503): Promise<Score[]> => {
  const scores: Score[] = [];
  for (const colorScheme of COLOR_SCHEMES) {
    const found = await visit(browser, { url: `${url}/`, status, colorScheme }, (page) =>
      findAccessibilityViolations(page),
    );
    scores.push(toScore(`page, ${status === 200 ? '' : 'store down, '}${colorScheme}`, found));
  }
  return scores;
};

/** Scores the editors' page as it opens. */
export const scoreEditWithAxe = async (browser: Browser, url: string): Promise<Score[]> => {
  const scores: Score[] = [];
  for (const colorScheme of COLOR_SCHEMES) {
    const found = await visit(browser, { url: `${url}/edit`, status: 200, colorScheme }, async (page) => {
      await page.getByRole('region', { name: 'History' }).getByRole('listitem').first().waitFor();
      return findAccessibilityViolations(page);
    });
    scores.push(toScore(`editors’ page, ${colorScheme}`, found));
  }
  return scores;
};

/** Scores the playground as it opens. Only barriers that keep people from using it count. */
export const scorePlaygroundWithAxe = async (browser: Browser, url: string): Promise<Score[]> => {
  const scores: Score[] = [];
  for (const colorScheme of COLOR_SCHEMES) {
    const found = await visit(browser, { url: `${url}/graphql`, status: 200, colorScheme }, async (page) => {
      await page.getByRole('region', { name: 'Operation Editor' }).getByRole('textbox').waitFor();
      return findAccessibilityViolations(page, BARRIERS);
    });
    scores.push(toScore(`playground, ${colorScheme}, serious or critical`, found));
  }
  return scores;
};
