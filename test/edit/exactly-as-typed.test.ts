import { expect, jest, test } from '@jest/globals';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { expectExactOnEdit, openWatchedEdit } from '../support/browser/exact-on-edit.ts';
import { harness } from '../support/harness.ts';
import { TEST_EDITOR } from '../support/service/editor.ts';
import { INJECTION_ROWS, INJECTIONS } from '../support/strings/injections.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

// Each shows hundreds of strings.
jest.setTimeout(400_000);

const here = harness(['gateway', 'browser']);

test('the page shows exactly what was saved, of every class of odd strings', async () => {
  // More of them take a minute: see more-odd-strings.soak.ts.
  const strings = Object.values(ODD_STRINGS).flatMap((ofClass) => ofClass.slice(0, 4));
  await expectExactOnEdit(here, strings, [true]);
});

test('an injected string stays text, with and without the policy: nothing runs or loads', async () => {
  await expectExactOnEdit(here, INJECTIONS, [true]);
  await expectExactOnEdit(here, INJECTION_ROWS, [false]);
});

test('what is planned stays text in its list and in the preview, with and without the policy', async () => {
  const pages = await Promise.all([false, true].map((bypasses) => openWatchedEdit(here, bypasses)));
  const odd = Object.values(ODD_STRINGS).flatMap((strings) => strings.slice(0, 2));
  const values = [...odd, ...INJECTIONS].filter((value) => value.length < 2_000).slice(0, 50);
  const midnight = new Date(Date.now() + 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });
  for (const [minute, value] of values.entries()) {
    const from = new Date(Date.parse(`${midnight}T12:00Z`) + minute * 60_000).toISOString();
    const query =
      'mutation ($value: String!, $from: DateTime!) { planSavedString(value: $value, from: $from) { keeps } }';
    await here.service.graphql(query, { value, from });
  }
  for (const { page, signs, press } of pages) {
    await page
      .locator('#plan > li')
      .nth(values.length - 1)
      .waitFor();
    expect(await page.locator('#plan .text').allTextContents()).toEqual(values);
    const heading = page.frameLocator('#preview-page').locator('h1');
    for (const minute of [0, 9, 19, 29, 39, 49]) {
      const time = new Date(Date.parse(`${midnight}T12:00Z`) + minute * 60_000);
      const local = time.toLocaleString('sv', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
      await page.locator('#at').fill(local);
      await press('Show the page');
      await page.getByText(`${local.slice(11)}, if nobody changes anything`).waitFor();
      expect(await heading.textContent()).toBe(`The saved string is ${values[minute]}`);
    }
    expect(signs.filter((sign) => sign !== 'a frame')).toEqual([]);
  }
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
  const third = INJECTIONS.filter((_value, index) => index % 3 === 0);
  // Four in a row, to take the steps once for them.
  const some = third.flatMap((_value, index) => (index % 4 === 0 ? third.slice(index, index + 4).join('') : []));
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
