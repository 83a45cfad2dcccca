import type { Browser, Page } from 'playwright-core';
import { BARRIERS, findAccessibilityViolations } from '../support/browser/accessibility.ts';
import type { Score } from './score.ts';

/** A page as it opens: where it is, how it answers, and what shows that it is there. */
interface Subject {
  readonly path: string;
  readonly status: number;
  readonly shown?: (page: Page) => ReturnType<Page['locator']>;
  /** The impacts that count; all if undefined. */
  readonly impacts?: typeof BARRIERS;
}

const SUBJECTS = {
  page: { path: '/', status: 200 },
  'page, store down': { path: '/', status: 503 },
  'editors’ page': {
    path: '/edit',
    status: 200,
    shown: (page) => page.getByRole('region', { name: 'History' }).getByRole('listitem').first(),
  },
  playground: {
    path: '/graphql',
    status: 200,
    shown: (page) => page.getByRole('region', { name: 'Operation Editor' }).getByRole('textbox'),
    impacts: BARRIERS,
  },
} satisfies Readonly<Record<string, Subject>>;

/**
 * Scores a page in both colour schemes.
 *
 * @throws Error unless it answers with its status: another answer would give the score of another page.
 */
export const scoreWithAxe = async (browser: Browser, url: string, name: keyof typeof SUBJECTS): Promise<Score[]> => {
  const { path, status, shown, impacts }: Subject = SUBJECTS[name];
  const scores: Score[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme });
    const answer = await page.goto(url + path);
    if (answer?.status() !== status) throw new Error(`${url}${path} answers ${answer?.status()}, not ${status}`);
    await shown?.(page).waitFor();
    const found = await findAccessibilityViolations(page, impacts);
    await page.close();
    scores.push({
      name: `axe, ${name}, ${colorScheme}${impacts ? ', serious or critical' : ''}`,
      value: `${found.length}`,
      bar: { text: '0', met: found.length === 0 },
      notes: found,
      timed: false,
    });
  }
  return scores;
};
