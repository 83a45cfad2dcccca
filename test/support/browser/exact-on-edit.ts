import { expect } from '@jest/globals';
import type { Here } from '../harness.ts';
import { spellOut } from '../service/spell-out.ts';
import { isRefusal, openEdit } from './open-edit.ts';

type Surroundings = Pick<Here, 'service' | 'gateway' | 'browser'>;

/** Everything that a page shows of one string, in printable ASCII. */
interface Shown {
  readonly now: string;
  readonly field: string;
  readonly history: string;
  /** The text that replaced the string before it, without what was removed. */
  readonly changes: string;
}

/** Opens the page, with and without its policy, and collects every sign of other code that runs or loads. */
export const openWatchedEdit = async (here: Surroundings, bypassCSP: boolean) => {
  const edit = await openEdit(here, { bypassCSP });
  const signs: string[] = [];
  const { page } = edit;
  page.on('request', (request) => {
    if (!['/', '/graphql'].includes(new URL(request.url()).pathname)) signs.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => isRefusal(`console: ${message.text()}`) || signs.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => signs.push(`error: ${error.message}`));
  page.on('frameattached', () => signs.push('a frame'));
  page.on('popup', () => signs.push('a window'));
  page.on('dialog', async (dialog) => {
    signs.push('a script');
    await dialog.dismiss();
  });
  /** Waits until the page shows this version, and describes it. */
  const look = (version: number): Promise<Shown> =>
    page.evaluate(`new Promise((resolve) => {
      const spellOut = ${spellOut};
      document.dispatchEvent(new Event('visibilitychange'));
      const withoutRemoved = (element) => {
        const copy = element.cloneNode(true);
        for (const removed of copy.querySelectorAll('del')) removed.remove();
        return copy.textContent;
      };
      const look = () => {
        const now = document.querySelector('#now');
        const entries = document.querySelectorAll('#revisions li');
        const details = entries[0]?.querySelector('details');
        if (details) details.open = true;
        const isDrawn = !details || details.querySelector('.text').textContent !== '';
        if (entries[0]?.dataset.version !== '${version}' || !isDrawn) return setTimeout(look, 5);
        resolve({
          now: spellOut(now.textContent),
          field: spellOut(document.querySelector('#text').value),
          history: spellOut(entries[0].querySelector('.text').textContent),
          changes: spellOut(withoutRemoved(details?.querySelector('.text') ?? entries[0].querySelector('.text'))),
        });
      };
      look();
    })`);
  return { ...edit, signs, look };
};

/**
 * Saves each string, and expects that the page shows exactly it, and that nothing in it runs or loads.
 *
 * @param bypassCSP Of each page on which to look.
 */
export const expectExactOnEdit = async (
  here: Surroundings,
  strings: readonly string[],
  bypassCSP: readonly boolean[],
): Promise<void> => {
  const pages = await Promise.all(bypassCSP.map((bypasses) => openWatchedEdit(here, bypasses)));
  for (const value of strings) {
    const version = await here.service.save(value);
    const shown = await Promise.all(pages.map(({ look }) => look(version)));
    const exact = {
      now: spellOut(`The saved string is ${value}`),
      // The one change that a text area makes, which the page says.
      field: spellOut(value.replaceAll(/\r\n?/g, '\n')),
      history: spellOut(value),
      changes: spellOut(value),
    };
    expect(shown).toEqual(pages.map(() => exact));
  }
  expect(pages.map(({ signs }) => signs)).toEqual(pages.map(() => []));
};
