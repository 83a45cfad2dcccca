import type { Browser, Page } from 'playwright-core';
import { TEST_TOKEN } from '../service/editor.ts';
import type { Gateway } from '../service/gateway.ts';
import { watch } from './browser.ts';

interface Options {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly timezoneId?: string;
  /** Signs in with it; the default is Ada's, and null is for a visitor. */
  readonly token?: string | null;
  /** Without the page's policy, escaping alone has to be enough. */
  readonly bypassCSP?: boolean;
}

/** Recognises the console's message about an answer that is not a success. */
export const isRefusal = (incident: string) => incident.startsWith('console: Failed to load resource:');

const parts = (page: Page) => ({
  page,
  now: page.locator('#now'),
  token: page.getByLabel('Your token'),
  text: page.getByLabel('What visitors will read'),
  note: page.getByLabel('Why'),
  status: page.locator('#status'),
  conflict: page.getByRole('region', { name: 'Someone else saved first' }),
  history: page.getByRole('region', { name: 'History' }).getByRole('listitem'),
  press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
  /** Replaces the text as a person does. */
  write: async (value: string) => {
    await page.getByLabel('What visitors will read').fill(value);
  },
  /** Lets the page believe that nobody looks at it: it does not ask for news then. */
  lookAway: () => page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`),
  saved: () => page.getByText('Saved. Every visitor reads it from now on.').waitFor(),
});

export type EditPage = ReturnType<typeof parts> & {
  readonly incidents: string[];
  signIn(token: string): Promise<void>;
};

/** Opens the editors' page in a browser session of its own, and waits until it shows the string. */
export const openEdit = async (
  { gateway, browser }: { gateway: Gateway; browser: Browser },
  {
    colorScheme = 'light',
    width = 1280,
    height = 900,
    timezoneId = 'Europe/Berlin',
    token = TEST_TOKEN,
    bypassCSP = false,
  }: Options = {},
): Promise<EditPage> => {
  const context = await browser.newContext({
    colorScheme,
    bypassCSP,
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId,
  });
  const page = await context.newPage();
  const incidents = watch(page, gateway.url);
  const edit = parts(page);
  const signIn = async (given: string) => {
    await edit.token.fill(given);
    await edit.press('Sign in');
  };
  await page.goto(`${gateway.url}/edit`);
  await edit.now.filter({ hasText: /./ }).waitFor();
  if (token !== null) {
    await signIn(token);
    await page.getByText('You are').waitFor();
  }
  return { ...edit, incidents, signIn };
};
