import type { Browser, Page } from 'playwright-core';
import type { Gateway } from '../service/gateway.ts';
import { watch } from './browser.ts';

interface Options {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  /** With the "#". */
  readonly fragment?: string;
}

/** Collects the Authorization header of every request to the API; undefined if there is none. */
const watchAuthorizations = (page: Page) => {
  const authorizations: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') authorizations.push(request.headers().authorization);
  });
  return authorizations;
};

/** Opens the playground in a new tab and waits for its code editor. Returns the parts of it that tests use. */
export const openPlayground = async (
  { gateway, browser }: { gateway: Gateway; browser: Browser },
  { colorScheme = 'light', width = 1280, fragment = '' }: Options = {},
) => {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 720 } });
  const incidents = watch(page, gateway.url);
  const authorizations = watchAuthorizations(page);
  const urls = new Set<string>();
  page.on('request', (request) => urls.add(request.url()));
  const playground = {
    page,
    incidents,
    authorizations,
    /** The requests of the page and its workers. */
    urls,
    editor: page.getByRole('region', { name: 'Operation Editor' }),
    tokenField: page.getByLabel('Editor token'),
    result: page.getByRole('region', { name: 'Result Window' }),
    outcome: page.getByRole('status'),
    pick: (example: string) => page.getByRole('button', { name: example, exact: true }).click(),
    run: () => page.getByRole('button', { name: /^Execute query/ }).click(),
    /** Replaces the content of the pane with this name by `text`. */
    write: async (region: string, text: string) => {
      await page.getByRole('region', { name: region }).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('Delete');
      await page.keyboard.insertText(text);
    },
    /** Resolves when GraphiQL has stored `text` under one of its keys, which it does a moment after a change. */
    stored: (name: string, text: string) =>
      page.evaluate(`new Promise((resolve) => {
        const look = () =>
          sessionStorage.getItem('graphiql:${name}')?.includes('${text}') ? resolve() : requestAnimationFrame(look);
        look();
      })`),
  };
  await page.goto(`${gateway.url}/graphql${fragment}`);
  await playground.editor.getByRole('textbox').waitFor();
  return playground;
};
