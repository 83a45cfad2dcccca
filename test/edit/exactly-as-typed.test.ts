import { afterEach, expect, test } from '@jest/globals';
import { createToken, formatToken, hashSecret } from '../../src/editors/token.ts';
import { gatewayAndBrowser } from '../support/browser/gateway-and-browser.ts';
import { isRefusal, openEdit } from '../support/browser/open-edit.ts';
import { TEST_EDITOR } from '../support/service/editor.ts';
import { spellOut } from '../support/service/spell-out.ts';
import { INJECTIONS } from '../support/strings/injections.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const here = gatewayAndBrowser();
afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

/** Everything that a page shows of one string, in printable ASCII. */
interface Shown {
  readonly now: string;
  readonly field: string;
  readonly history: string;
}

/** Opens the page, with and without its policy, and collects every sign of other code that runs or loads. */
const open = async (bypassCSP: boolean) => {
  const edit = await openEdit(here, { bypassCSP });
  const signs: string[] = [];
  const { page } = edit;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/graphql') signs.push(`request to ${request.url()}`);
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
        const isDrawn = !details || details.querySelector('.text').childNodes.length > 0;
        if (entries[0]?.dataset.version !== '${version}' || !isDrawn) return setTimeout(look, 5);
        resolve({
          now: spellOut(now.textContent),
          field: spellOut(document.querySelector('#text').value),
          history: spellOut(withoutRemoved(entries[0].querySelector('.text'))),
        });
      };
      look();
    })`);
  return { ...edit, signs, look };
};

const expectExact = async (strings: readonly string[], bypassCSP: boolean) => {
  const { look, signs } = await open(bypassCSP);
  for (const value of strings) {
    const version = await here.service.save(value);
    expect(await look(version)).toEqual({
      now: spellOut(`The saved string is ${value}`),
      // The one change that a text area makes, which the page says.
      field: spellOut(value.replaceAll(/\r\n?/g, '\n')),
      history: spellOut(value),
    });
  }
  expect(signs).toEqual([]);
};

test.each(Object.entries(ODD_STRINGS))('the page shows exactly what was saved: %s', async (_class, strings) => {
  await expectExact(strings, true);
});

test.each([
  ['with', false],
  ['without', true],
])('an injected string stays text, %s the policy: nothing runs or loads', async (_with, bypassCSP) => {
  await expectExact(INJECTIONS, bypassCSP);
});

test('injections as names, notes, questions, conflicts and messages stay text', async () => {
  const token = createToken();
  const [name = ''] = INJECTIONS;
  await here.store
    .createEditors(here.tableName)
    .add({ ...TEST_EDITOR, id: token.id, name, hash: hashSecret(token.secret) }, new AbortController().signal);
  const { page, signs, write, note, press, conflict, signIn, history, status } = await open(true);
  await press('Sign out');
  await signIn(formatToken(token));
  await page.getByText(`You are ${name}.`).waitFor();
  const some = INJECTIONS.filter((_value, index) => index % 3 === 0);
  for (const [index, value] of some.entries()) {
    // Another number of hidden characters each time, or there would be no question.
    const mine = value + '\u200b'.repeat(index + 1);
    const theirs = some.at(index - 1) ?? '';
    await write(mine);
    const reason = value.slice(0, 280).replaceAll('\n', ' ');
    await note.fill(reason);
    await here.service.save(theirs);
    await press('Save');
    await press('Save with them');
    await conflict.waitFor();
    expect(await page.locator('#theirs').textContent()).toBe(theirs);
    expect(await page.locator('#yours').textContent()).toBe(mine.replaceAll('\r', '\n'));
    await press('Save mine over it');
    await status.getByText('Saved.').waitFor();
    await history.locator('.note').first().getByText(reason.trim(), { exact: true }).waitFor();
  }
  await page.route('**/graphql', (route) => route.fulfill({ json: { errors: [{ message: name }] } }));
  await write('x');
  await press('Save');
  await status.getByText(name).waitFor();
  expect(signs).toEqual([]);
});
