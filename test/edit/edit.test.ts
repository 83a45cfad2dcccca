import { describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { isRefusal, openEdit } from '../support/browser/open-edit.ts';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';
import { TEST_EDITOR, TEST_TOKEN } from '../support/service/editor.ts';
import { toEntry } from '../support/service/log-lines.ts';

const { signal } = new AbortController();

const here = harness(['proxy', 'gateway', 'browser']);

const readPage = async () => headingOf(await (await fetch(`${here.gateway.url}/`)).text());

const bringBack = (revision: Locator) => revision.getByRole('button', { name: /^Bring back/ }).click();

/** Appends revisions that Grace saved. */
const appendByGrace = async (...revisions: readonly (readonly [value: string, savedAt: string, note?: string])[]) => {
  const log = here.store.createRevisions(here.tableName);
  for (const [index, [value, savedAt, note = null]] of revisions.entries()) {
    const others = { savedBy: 'Grace', restores: null, until: null, keeps: null };
    await log.append(toEntry({ ...others, version: index + 1, value, savedAt, note }), signal);
  }
};

/** Adds an editor and returns the token. */
const addEditor = async (name: string, change: Partial<typeof TEST_EDITOR> = {}) => {
  const token = createToken();
  const record = { ...TEST_EDITOR, id: token.id, name, hash: hashSecret(token.secret), ...change };
  await here.store.createEditors(here.tableName).add(record, signal);
  return formatToken(token);
};

describe('an editor', () => {
  test('signs in, sees what visitors read, and saves what they read from now on', async () => {
    await here.service.save('Closed today');
    const { page, incidents, now, text, note, write, press, saved, status, history } = await openEdit(here);
    expect(await now.textContent()).toBe('The saved string is Closed today');
    expect(await text.inputValue()).toBe('Closed today');
    await page.getByText('You are Ada.').waitFor();

    await write('Today: "Soup of the day"\n& 🍰 at 5');
    await note.fill('Delivery came');
    await press('Save');
    await saved();
    expect(await readPage()).toBe('The saved string is Today: "Soup of the day"\n& 🍰 at 5');
    expect(await now.textContent()).toBe('The saved string is Today: "Soup of the day"\n& 🍰 at 5');
    await history.first().getByText('Delivery came').waitFor();
    expect(await note.inputValue()).toBe('');
    await press('Save');
    await status.getByText('Visitors read this text already.').waitFor();
    expect(await here.service.save('third')).toBe(3);
    expect(incidents).toEqual([]);
  });

  test('is warned of a limit at the field that breaks it, and told what the API refuses', async () => {
    const { page, text, write, note, press, status } = await openEdit(here);
    // A field is described by what is shown, and nothing is invalid before use.
    expect(await page.locator('#write [aria-describedby], #write [aria-invalid]').count()).toBe(0);
    await write('a\u00a0b');
    expect(await page.locator('#text').getAttribute('aria-describedby')).toBe('hidden-summary');
    await write('é'.repeat(15_000));
    await page.getByText('30,000 of 32,768 bytes').waitFor();
    await write('é'.repeat(16_385));
    await page.getByText('32,770 of 32,768 bytes').waitFor();
    await press('Save');
    await status.getByText('The text is too long.').waitFor();
    await page.locator('#text:focus').waitFor();

    await write('short');
    await note.fill('🍰'.repeat(281));
    await press('Save');
    await page.getByText('The note has 281 characters; the limit is 280.').waitFor();
    await page.locator('#note:focus').waitFor();
    expect(await readPage()).toBe('The saved string is dynamic string');

    await note.fill('');
    await text.evaluate((field) => {
      Object.assign(field, { value: 'half \ud83c' });
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Save');
    await status.getByText('The value contains half of a surrogate pair').waitFor();
    expect(await text.inputValue()).toBe('half \ud83c');
  });
});

describe('on a conflict', () => {
  test('both texts are shown with what differs; they can be merged, or one of them saved, and none is lost', async () => {
    const edit = await openEdit(here);
    const { page, write, press, conflict, text } = edit;
    await write('Open until nine, with music');
    await here.service.save('Open until ten');
    await press('Save');
    await conflict.getByText('Ada saved while you were writing').waitFor();
    await page.locator('#conflict-title:focus').waitFor();
    expect(await page.locator('#theirs mark').allTextContents()).toEqual(['ten']);
    expect(await page.locator('#yours mark').allTextContents()).toEqual(['nine, with music']);
    expect(await text.inputValue()).toBe('Open until nine, with music');
    expect(await readPage()).toBe('The saved string is Open until ten');

    // The comparison follows what is typed, and an editor who merges has seen the other text.
    await write('Open until ten, with music');
    expect(await page.locator('#yours mark').allTextContents()).toEqual([', with music']);
    expect(await page.getByRole('button', { name: 'Save mine over it' }).isVisible()).toBe(false);
    await press('Save my merged text');
    await edit.saved();
    expect(await readPage()).toBe('The saved string is Open until ten, with music');

    // With the very text that was to be saved, there is none.
    await write('the same');
    await here.service.save('the same');
    await press('Save');
    await edit.saved();
    expect(await here.service.save('next')).toBe(4);

    await write('mine');
    await here.service.save('theirs');
    await press('Save');
    await press('Keep theirs');
    await edit.status.getByText('Their text stays.').waitFor();
    expect(await text.inputValue()).toBe('theirs');
    await press('Restore my text');
    await press('Save');
    await press('Save mine over it');
    await edit.saved();
    expect(await readPage()).toBe('The saved string is mine');
    await edit.history.nth(1).getByText('theirs').waitFor();
    expect(edit.incidents.every(isRefusal)).toBe(true);
  });
});

describe('a text that is not saved survives', () => {
  test('a reload, also while the string can’t be read', async () => {
    const { page, write, note, text, press, conflict } = await openEdit(here);
    await write('half a sen');
    await note.fill('Why not');
    await here.service.save('theirs');
    page.on('dialog', (dialog) => dialog.accept());
    here.proxy.choose = () => 'reset';
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await text.pressSequentially('!');
    here.proxy.choose = () => 'none';
    await page.reload();
    await page.getByText('You are Ada').waitFor();
    expect([await text.inputValue(), await note.inputValue()]).toEqual(['half a sen!', 'Why not']);
    // It still replaces what its editor looked at, and nothing newer.
    await press('Save');
    await conflict.waitFor();
  });

  test('the closing of the tab, which is asked about, and a change of mind', async () => {
    const { page, write, press, text } = await openEdit(here);
    await write('half a sentence');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    expect(await text.inputValue()).toBe('half a sentence');

    await press('Discard');
    expect(await text.inputValue()).toBe('dynamic string');
    await page.reload();
    await press('Restore my text');
    expect(await text.inputValue()).toBe('half a sentence');
  });

  test('a lost connection, a store that does not answer, and an answer or a request that gets lost', async () => {
    const { page, write, note, press, status, text, saved } = await openEdit(here);
    await write('offline');
    await page.route('**/graphql', (route) => route.abort());
    await press('Save');
    await status.getByText('The server can’t be reached. Your text is kept. Save it again in a moment.').waitFor();
    await page.unroute('**/graphql');
    here.proxy.choose = () => 'reset';
    await press('Save');
    await status.getByText('The store did not answer in time.').waitFor();
    expect(await text.inputValue()).toBe('offline');
    here.proxy.choose = () => 'none';
    await press('Save');
    await saved();

    let isFetched = true;
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('setSavedString')) return route.continue();
      if (isFetched) await route.fetch();
      return route.abort();
    });
    await write('written once');
    await press('Save');
    await saved();
    isFetched = false;
    await note.fill('only a reason');
    await press('Save');
    await status.getByText('Your text is kept. Save it again in a moment.').waitFor();
    expect(await note.inputValue()).toBe('only a reason');
    expect(await here.service.save('next')).toBe(3);
  });

  test('a token that has ended', async () => {
    const token = await addEditor('Grace');
    const { page, write, press, text, saved, signIn } = await openEdit(here, { token });
    await write('too late');
    await here.store
      .createEditors(here.tableName)
      .revoke(Number(token.split('_')[1]), '2026-01-01T00:00:00.000Z', signal);
    await press('Save');
    await page.getByText('The token was revoked. For a new one, ask the person who runs this site.').waitFor();
    await page.locator('[name=token]:focus').waitFor();
    expect(await text.inputValue()).toBe('too late');
    await signIn(TEST_TOKEN);
    await page.getByText('You are Ada').waitFor();
    await press('Save');
    await saved();
    expect(await readPage()).toBe('The saved string is too late');
  });
});

test('a save that takes long says what it waits for, and what is typed meanwhile is not lost', async () => {
  const { page, write, press, status, text, saved } = await openEdit(here);
  const answered = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    await answered.promise;
    await route.continue();
  });
  await write('slow');
  await press('Save');
  await status.getByText('Saving… This can take a few seconds.').waitFor();
  expect(await text.isEditable()).toBe(false);
  answered.resolve();
  await saved();
  expect(await text.isEditable()).toBe(true);
});

describe('the history', () => {
  test('says who, when, how long, why, and what changed, once', async () => {
    await appendByGrace(
      ['Open until ten', '2025-01-31T09:30:00.000Z'],
      ['Open until nine', '2025-01-31T11:35:00.000Z', 'Storm'],
    );
    const { history, page, signIn } = await openEdit(here, { token: null });
    await history.nth(2).waitFor();
    expect(await history.nth(0).locator('.about').textContent()).toBe('Grace · Fri, 31 Jan 2025, 12:35');
    expect(await history.nth(1).locator('.about').textContent()).toBe(
      'Grace · Fri, 31 Jan 2025, 10:30 · stood for 2 hours',
    );
    expect(await history.nth(2).locator('.about').textContent()).toBe('Before the first save');
    expect(await history.nth(0).locator('.note').textContent()).toBe('Storm');
    await history.nth(0).getByText('What changed').click();
    expect(await history.nth(0).locator('del').allTextContents()).toEqual(['ten']);
    expect(await history.nth(0).locator('ins').allTextContents()).toEqual(['nine']);
    expect(await page.getByRole('button', { name: /^Bring back/ }).count()).toBe(0);

    // It is listed once, however its answers cross.
    const held: (() => void)[] = [];
    const bothHeld = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const answer = await route.fetch();
      if (route.request().postData()?.includes('revisions(')) {
        await new Promise<void>((resolve) => {
          if (held.push(resolve) === 2) bothHeld.resolve();
        });
      }
      await route.fulfill({ response: answer });
    });
    await signIn(TEST_TOKEN);
    await page.getByText('You are Ada').waitFor();
    await here.service.save('four');
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await page.locator('#now').getByText('four').waitFor();
    await bothHeld.promise;
    for (const answer of held.toReversed()) answer();
    await history.nth(3).waitFor();
    expect(await history.count()).toBe(4);
  });

  test('shows more on demand, and what each one changed', async () => {
    for (let number = 1; number <= 25; number++) await here.service.save(`string ${number}`);
    const { history, press, page } = await openEdit(here);
    await history.nth(9).waitFor();
    expect(await history.count()).toBe(10);
    await press('Show older ones');
    await history.nth(19).waitFor();
    await page.locator('li:focus', { hasText: '15' }).waitFor();
    await press('Show older ones');
    await history.nth(25).waitFor();
    expect(await page.getByRole('button', { name: 'Show older ones' }).isVisible()).toBe(false);
    await page.evaluate(`for (const details of document.querySelectorAll('#revisions details')) details.open = true`);
    await page.locator('#revisions ins').nth(23).waitFor();
    const inserted = await page.locator('#revisions ins').allTextContents();
    expect(inserted.slice(0, 24)).toEqual(Array.from({ length: 24 }, (_, index) => `${25 - index}`));
  });

  test('brings a string back, with the focus, but replaces none that its editor has not seen', async () => {
    await here.service.save('soup\r\nof the day');
    await here.service.save('wrong');
    const { page, history, lookAway, write, text, press, saved } = await openEdit(here);
    await bringBack(history.nth(1));
    await page.getByText('It is back. Every visitor reads it from now on.').waitFor();
    await page.locator('#now:focus').waitFor();
    expect(await readPage()).toBe('The saved string is soup\r\nof the day');
    await history.first().getByText('brought back').waitFor();
    await page.getByText('this field can’t hold').waitFor();

    // But not over a string that its editor has not seen.
    await write('still writing');
    await lookAway();
    await here.service.save('just now');
    await bringBack(history.nth(1));
    await page.getByText('Someone else made a change first.').waitFor();
    expect(await readPage()).toBe('The saved string is just now');
    // A draft stays, and replaces what was brought back.
    await bringBack(history.nth(2));
    await page.getByText('It is back.').waitFor();
    expect(await text.inputValue()).toBe('still writing');
    await press('Save');
    await saved();
  });
});

describe('what was read at a time', () => {
  test('is found, and can be brought back', async () => {
    const meals = ['breakfast', 'lunch', 'dinner'];
    await appendByGrace(...meals.map((value, index) => [value, `2026-01-31T${10 + index}:00:00.000Z`] as const));
    const { page, press } = await openEdit(here);
    // Half past noon in Berlin.
    await page.getByLabel('Day and time').fill('2026-01-31T12:30');
    await press('Show the page');
    const found = page.locator('#found');
    await found.getByText('lunch').waitFor();
    await page.locator('#preview-title:focus').waitFor();
    const preview = page.frameLocator('#preview-page').getByRole('heading');
    expect(await preview.textContent()).toBe('The saved string is lunch');
    await found.getByRole('button', { name: /^Bring back/ }).click();
    await page.getByText('It is back.').waitFor();
    expect(await readPage()).toBe('The saved string is lunch');
    await page.getByLabel('Day and time').fill('2020-01-31T12:30');
    await press('Show the page');
    await found.getByText('Before the first save').waitFor();
    expect(await preview.textContent()).toBe('The saved string is dynamic string');
  });
});

test('hidden characters are drawn by name, asked about, and removed on demand; emoji stay whole', async () => {
  const TEXT = 'Soup\u00a0of the day \u200b👩‍🍳 ❤️';

  const { page, write, press, saved, text, status } = await openEdit(here);
  await write(TEXT);
  await page.getByText('Hidden in it: a no-break space, a zero-width character').waitFor();
  expect(await page.locator('#hidden-text').textContent()).toBe(TEXT);
  expect(await page.locator('#hidden-text .hidden').allTextContents()).toEqual(['\u00a0', '\u200b']);
  await press('Save');
  await press('Back to the text');
  await page.locator('#text:focus').waitFor();
  expect(await readPage()).toBe('The saved string is dynamic string');

  await press('Save');
  await press('Save with them');
  await saved();
  expect(await readPage()).toBe(`The saved string is ${TEXT}`);
  // Those that visitors read already are not asked about again.
  await write(`${TEXT}!`);
  await press('Save');
  await saved();
  expect(await text.inputValue()).toBe(`${TEXT}!`);
  // Spaces at the end are named, and harm nobody.
  await write('Soup ');
  await page.getByText('Hidden in it: a space at the end').waitFor();
  await press('Save');
  await saved();
  expect(await readPage()).toBe('The saved string is Soup ');

  await write(`${TEXT}  \nnext \u202eline `);
  await press('Save');
  await press('Remove them');
  await status.getByText('The hidden characters are removed.').waitFor();
  await press('Save');
  await saved();
  expect(await readPage()).toBe('The saved string is Soup of the day 👩‍🍳 ❤️\nnext line');
});

test('others’ saves appear within three seconds, also while something is typed', async () => {
  const { now, text, write } = await openEdit(here);
  await here.service.save('first news');
  await now.getByText('first news').waitFor({ timeout: 3_000 });
  expect(await text.inputValue()).toBe('first news');
  await write('half a sen');
  await here.service.save('second news');
  await now.getByText('second news').waitFor({ timeout: 3_000 });
  expect(await text.inputValue()).toBe('half a sen');
});

describe('no slip', () => {
  test('publishes a text of nothing', async () => {
    const { page, write, press, history } = await openEdit(here);
    for (const [nothing, before, entries] of [
      ['', 'dynamic string', 2],
      [' \u3000 ', '', 3],
    ] as const) {
      await write(nothing);
      await press('Save');
      await page.getByRole('dialog', { name: 'Save an empty text?' }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('#text:focus').waitFor();
      expect(await readPage()).toBe(`The saved string is ${before}`);
      await press('Save');
      await press('Save the empty text');
      await history.nth(entries - 1).waitFor();
      expect(await readPage()).toBe(`The saved string is ${nothing}`);
    }
  });

  test('is for good: one press within ten seconds undoes a save, and a text that was brought back', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await here.service.save('old');
    await here.service.graphql(`mutation { setSavedString(value: "for an hour", until: "${until}") { version } }`);
    const { page, write, press, history, text, status } = await openEdit(here);
    const expectUndone = async () => {
      await press('Undo');
      await status.getByText(/^Undone\. Visitors read “for an hour” again, until \w+, \d\d:\d\d\.$/).waitFor();
      // With its end, too.
      const { data } = await here.service.graphql('{ latestRevision { value until } }');
      expect(data).toEqual({ latestRevision: { value: 'for an hour', until } });
      expect(await page.getByRole('button', { name: 'Undo', exact: true }).isVisible()).toBe(false);
    };
    await write('a mistake');
    await page.keyboard.press('ControlOrMeta+Enter');
    await status.getByText(/^Saved\. Every visitor reads it from now on, until /).waitFor();
    await expectUndone();
    expect(await text.inputValue()).toBe('a mistake');

    await bringBack(history.filter({ hasText: 'old' }).first());
    await status.getByText('It is back. Every visitor reads it from now on.').waitFor();
    await expectUndone();
    // A text that was to end is brought back with its end, while that is to come.
    await here.service.save('next');
    await page.locator('#now').getByText('next').waitFor();
    await bringBack(history.filter({ hasText: 'a mistake' }).first());
    await status.getByText(/^It is back\. Every visitor reads it from now on, until /).waitFor();
    // Nor does it take away what someone else has saved since.
    await here.service.save('someone else’s');
    await page.locator('#now').getByText('someone else’s').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor({ state: 'hidden' });
    expect(await status.textContent()).toBe('');
  });

  test('takes the author from a text: a change of the plan, or its return, is none', async () => {
    await appendByGrace(['By Grace', '2025-01-31T09:30:00.000Z'], ['Later', '2025-01-31T10:30:00.000Z']);
    const { page, history } = await openEdit(here);
    const about = page.locator('#now-about');
    await about.getByText('Saved by Grace · shown since Fri, 31 Jan 2025, 11:30').waitFor();
    const times = `from: "${new Date(Date.now() + 86_400_000).toISOString()}"`;
    await here.service.graphql(`mutation { planSavedString(value: "Open", ${times}) { version } }`);
    await history.first().getByText('The plan was changed').waitFor();
    await page.reload();
    await about
      .getByText(/^Saved by Grace · shown since Fri, 31 Jan 2025, 11:30 · until .*, when “Open” begins$/)
      .waitFor();
    await bringBack(history.filter({ hasText: 'By Grace' }));
    await about.getByText(/^Saved by Grace · shown since today, /).waitFor();
  });
});

test.each([
  [360, 740],
  [1280, 800],
])('at %d × %d, results and the choices of a conflict are in view', async (width, height) => {
  const { page, write, press, conflict, status, saved } = await openEdit(here, { width, height });
  const isInView = (selector: string) =>
    page.evaluate(`(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(
      document.querySelector('${selector}').getBoundingClientRect())`);
  const lines = 'One line\nanother line\nand a third, which is longer';
  await write(lines);
  await press('Save');
  await saved();
  expect([await isInView('#status'), await isInView('#undo')]).toEqual([true, true]);
  await page.getByLabel('When', { exact: true }).selectOption('Every day');
  await press('Plan');
  await status.getByText('Planned: every day').waitFor();
  expect([await isInView('#status'), await isInView('#undo')]).toEqual([true, true]);
  await page
    .getByRole('button', { name: /^Skip: / })
    .first()
    .click();
  await status.getByText('Skipped: ').waitFor();
  expect([await isInView('#status'), await isInView('#undo')]).toEqual([true, true]);
  await press('Undo');
  await status.getByText('Not skipped: ').waitFor();
  await page.locator('#at').fill('2020-01-31T12:30');
  await press('Show the page');
  await page.locator('#preview-title:focus').waitFor();
  expect(await isInView('#preview-title')).toBe(true);
  await write(`${lines}!`);
  await here.service.save(lines.repeat(20));
  await press('Save');
  await conflict.waitFor();
  expect([await isInView('#keep-theirs'), await isInView('#save-mine')]).toEqual([true, true]);
  // Its title is read out, which has the focus, and what describes that.
  expect(await status.textContent()).toBe('');
  await page.locator('#conflict-title:focus[aria-describedby=conflict-about]').waitFor();
});

test('a text of 32 KiB leaves everything else near', async () => {
  await here.service.save('x '.repeat(16_384).trim());
  const { page, history } = await openEdit(here, { width: 360, height: 740 });
  await history.first().waitFor();
  const at = await page.evaluate(`document.querySelector('#save').getBoundingClientRect().top`);
  expect(at).toBeLessThan(2 * 740);
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(6 * 740);
});

test('the operator’s words stand around the field, and nowhere in it', async () => {
  const gateway = await here.serve(await here.load({ heading: '“{}” is today’s soup' }));
  const { page, text, now } = await openEdit({ ...here, gateway });
  expect(await page.locator('.around').allTextContents()).toEqual(['“', '” is today’s soup']);
  expect(await text.inputValue()).toBe('dynamic string');
  expect(await now.textContent()).toBe('“dynamic string” is today’s soup');
});
