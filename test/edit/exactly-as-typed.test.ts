import { afterEach, expect, test } from '@jest/globals';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { expectExactOnEdit, openWatchedEdit } from '../support/browser/exact-on-edit.ts';
import { gatewayAndBrowser } from '../support/browser/gateway-and-browser.ts';
import { TEST_EDITOR } from '../support/service/editor.ts';
import { INJECTIONS } from '../support/strings/injections.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const here = gatewayAndBrowser();
afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

test.each(Object.entries(ODD_STRINGS))('the page shows exactly what was saved: %s', async (_class, strings) => {
  // More of them take a minute: see more-odd-strings.soak.ts.
  await expectExactOnEdit(here, strings.slice(0, 4), true);
});

test.each([
  ['with', false],
  ['without', true],
])('an injected string stays text, %s the policy: nothing runs or loads', async (_with, bypassCSP) => {
  await expectExactOnEdit(here, INJECTIONS, bypassCSP);
});

test('injections as names, notes, questions, conflicts and messages stay text', async () => {
  const token = createToken();
  const [name = ''] = INJECTIONS;
  await here.store
    .createEditors(here.tableName)
    .add({ ...TEST_EDITOR, id: token.id, name, hash: hashSecret(token.secret) }, new AbortController().signal);
  const { page, signs, write, note, press, conflict, signIn, history, status } = await openWatchedEdit(here, true);
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
