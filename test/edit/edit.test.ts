import { afterEach, describe, expect, test } from '@jest/globals';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { gatewayAndBrowser } from '../support/browser/gateway-and-browser.ts';
import { isRefusal, openEdit } from '../support/browser/open-edit.ts';
import { headingOf } from '../support/html.ts';
import { TEST_EDITOR, TEST_TOKEN } from '../support/service/editor.ts';
import { toEntry } from '../support/service/log-lines.ts';

const { signal } = new AbortController();

const here = gatewayAndBrowser();
afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

const readPage = async () => headingOf(await (await fetch(`${here.gateway.url}/`)).text());

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
    const { page, incidents, now, text, note, write, press, saved, history } = await openEdit(here);
    expect(await now.textContent()).toBe('The saved string is Closed today');
    expect(await text.inputValue()).toBe('Closed today');
    await page.getByText('You are Ada. Your token ends on 1 January 9999.').waitFor();

    await write('Today: "Soup of the day"\n& 🍰 at 5');
    await note.fill('Delivery came');
    await press('Save');
    await saved();
    expect(await readPage()).toBe('The saved string is Today: "Soup of the day"\n& 🍰 at 5');
    expect(await now.textContent()).toBe('The saved string is Today: "Soup of the day"\n& 🍰 at 5');
    await history.first().getByText('Delivery came').waitFor();
    expect(await note.inputValue()).toBe('');
    expect(incidents).toEqual([]);
  });

  test('is told when there is nothing to save', async () => {
    const { press, status } = await openEdit(here);
    await press('Save');
    await status.getByText('Visitors read this text already.').waitFor();
    expect(await here.service.save('first')).toBe(1);
  });

  test('is warned of a limit at the field that breaks it, and nothing is sent', async () => {
    const { page, write, note, press, status } = await openEdit(here);
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
  });

  test('is told what the API refuses', async () => {
    const { text, press, status } = await openEdit(here);
    await text.evaluate((field) => {
      Object.assign(field, { value: 'half \ud83c' });
      field.dispatchEvent(new Event('input'));
    });
    await press('Save');
    await status.getByText('The value contains half of a surrogate pair').waitFor();
    expect(await text.inputValue()).toBe('half \ud83c');
  });
});

describe('on a conflict', () => {
  test('both texts are shown with what differs, and the other one can stay', async () => {
    const edit = await openEdit(here);
    const { page, write, press, conflict, text, status } = edit;
    await write('Open until nine, with music');
    await here.service.save('Open until ten');
    await press('Save');
    await conflict.getByText('Ada saved while you were writing').waitFor();
    await page.locator('#conflict-title:focus').waitFor();
    expect(await page.locator('#theirs mark').allTextContents()).toEqual(['ten']);
    expect(await page.locator('#yours mark').allTextContents()).toEqual(['nine, with music']);
    expect(await text.inputValue()).toBe('Open until nine, with music');
    expect(await readPage()).toBe('The saved string is Open until ten');

    await press('Keep theirs');
    await status.getByText('Their string stays.').waitFor();
    expect(await text.inputValue()).toBe('Open until ten');
    await press('Put my text back');
    expect(await text.inputValue()).toBe('Open until nine, with music');
    expect(edit.incidents.every(isRefusal)).toBe(true);
  });

  test('the own text can be saved over the other one, and the other one stays in the history', async () => {
    const { write, press, saved, history } = await openEdit(here);
    await write('mine');
    await here.service.save('theirs');
    await press('Save');
    await press('Save mine over it');
    await saved();
    expect(await readPage()).toBe('The saved string is mine');
    await history.nth(1).getByText('theirs').waitFor();
  });

  test('three editors who save at once each get their turn, and no text is lost', async () => {
    const names = ['Ada', 'Edsger', 'Grace'];
    const tokens = [TEST_TOKEN, await addEditor('Edsger'), await addEditor('Grace')];
    const editors = await Promise.all(tokens.map((token) => openEdit(here, { token })));
    await Promise.all(editors.map(({ write }, index) => write(`by ${names[index]}`)));
    await Promise.all(editors.map(({ press }) => press('Save')));
    await Promise.all(
      editors.map(async ({ page, press }) => {
        const done = page.getByText('Saved. Every visitor reads it from now on.');
        const over = page.getByRole('button', { name: 'Save mine over it' });
        await done.or(over).first().waitFor();
        while (!(await done.isVisible())) {
          await press('Save mine over it');
          await done.or(over).first().waitFor();
        }
      }),
    );
    const query = '{ revisions { nodes { version value savedBy } } }';
    const { data } = await here.service.graphql<{ revisions: { nodes: { value: string; savedBy: string }[] } }>(query);
    const saved = data?.revisions.nodes.slice(0, -1).toSorted((a, b) => a.savedBy.localeCompare(b.savedBy));
    expect(saved).toMatchObject(names.map((name) => ({ savedBy: name, value: `by ${name}` })));
  });

  test('with the very text that was to be saved, there is none', async () => {
    const { write, press, saved } = await openEdit(here);
    await write('the same');
    await here.service.save('the same');
    await press('Save');
    await saved();
    expect(await here.service.save('next')).toBe(2);
  });
});

describe('a text that is not saved survives', () => {
  test('a reload', async () => {
    const { page, write, note, text, press, conflict } = await openEdit(here);
    await write('half a sen');
    await note.fill('Why not');
    await here.service.save('theirs');
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByText('You are Ada').waitFor();
    expect([await text.inputValue(), await note.inputValue()]).toEqual(['half a sen', 'Why not']);
    // It still replaces what its editor looked at, and nothing newer.
    await press('Save');
    await conflict.waitFor();
  });

  test('the closing of the tab, which is asked about', async () => {
    const { page, write, text } = await openEdit(here);
    await write('half a sentence');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    expect(await text.inputValue()).toBe('half a sentence');
  });

  test('a lost connection', async () => {
    const { page, write, press, status, text, saved } = await openEdit(here);
    await write('offline');
    await page.route('**/graphql', (route) => route.abort());
    await press('Save');
    await status.getByText('The server can’t be reached. Your text is kept. Save it again in a moment.').waitFor();
    expect(await text.inputValue()).toBe('offline');
    await page.unroute('**/graphql');
    await press('Save');
    await saved();
  });

  test('an answer that gets lost, and is found out to be a success', async () => {
    const { page, write, press, saved } = await openEdit(here);
    await write('written once');
    let isFirst = true;
    await page.route('**/graphql', async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      await route.fetch();
      return route.abort();
    });
    await press('Save');
    await saved();
    expect(await here.service.save('next')).toBe(2);
  });

  test('a reload while the string can’t be read', async () => {
    const { page, write, text, press, saved } = await openEdit(here);
    await write('still here');
    page.on('dialog', (dialog) => dialog.accept());
    here.proxy.choose = () => 'reset';
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await text.pressSequentially('!');
    expect(await text.inputValue()).toBe('still here!');
    here.proxy.choose = () => 'none';
    await page.reload();
    await page.getByText('You are Ada').waitFor();
    await press('Save');
    await saved();
  });

  test('an answer that gets lost with a note alone, which was not written', async () => {
    const { page, note, press, status } = await openEdit(here);
    await note.fill('only a reason');
    let isFirst = true;
    await page.route('**/graphql', (route) => {
      const isSave = isFirst;
      isFirst = false;
      return isSave ? route.abort() : route.continue();
    });
    await press('Save');
    await status.getByText('Your text is kept. Save it again in a moment.').waitFor();
    expect(await note.inputValue()).toBe('only a reason');
  });

  test('a store that does not answer', async () => {
    const { write, press, status, text } = await openEdit(here);
    await write('patient');
    here.proxy.choose = () => 'reset';
    await press('Save');
    await status.getByText('The store did not answer in time.').waitFor();
    expect(await text.inputValue()).toBe('patient');
  });

  test('a token that has ended', async () => {
    const token = await addEditor('Grace');
    const { page, write, press, text, saved, signIn } = await openEdit(here, { token });
    await write('too late');
    await here.store
      .createEditors(here.tableName)
      .revoke(Number(token.split('_')[1]), '2026-01-01T00:00:00.000Z', signal);
    await press('Save');
    await page.getByText('The token was revoked. For a new one, ask whoever runs this site.').waitFor();
    await page.locator('[name=token]:focus').waitFor();
    expect(await text.inputValue()).toBe('too late');
    await signIn(TEST_TOKEN);
    await page.getByText('You are Ada').waitFor();
    await press('Save');
    await saved();
    expect(await readPage()).toBe('The saved string is too late');
  });

  test('a change of mind', async () => {
    const { page, write, press, text } = await openEdit(here);
    await write('never mind');
    await press('Drop my changes');
    expect(await text.inputValue()).toBe('dynamic string');
    await page.reload();
    await press('Put my text back');
    expect(await text.inputValue()).toBe('never mind');
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
  test('says who, when, how long, why, and what changed', async () => {
    const revisions = here.store.createRevisions(here.tableName);
    const common = { savedBy: 'Grace', note: null, restores: null, until: null, keeps: null };
    const first = { ...common, version: 1, value: 'Open until ten', savedAt: '2026-01-31T09:30:00.000Z' };
    const second = {
      ...first,
      version: 2,
      value: 'Open until nine',
      savedAt: '2026-01-31T11:35:00.000Z',
      note: 'Storm',
    };
    for (const revision of [first, second]) await revisions.append(toEntry(revision), signal);
    const { history, page } = await openEdit(here, { token: null });
    await history.nth(2).waitFor();
    expect(await history.nth(0).locator('.about').textContent()).toBe('Grace · 31 Jan 2026, 12:35');
    expect(await history.nth(1).locator('.about').textContent()).toBe('Grace · 31 Jan 2026, 10:30 · stood for 2 hours');
    expect(await history.nth(2).locator('.about').textContent()).toBe('Before the first save');
    expect(await history.nth(0).locator('.note').textContent()).toBe('Storm');
    expect(await history.nth(0).locator('del').allTextContents()).toEqual(['ten']);
    expect(await history.nth(0).locator('ins').allTextContents()).toEqual(['nine']);
    await page.locator('#history').getByText('Times are those of Europe/Berlin (GMT+1).').waitFor();
    expect(await page.getByRole('button', { name: /^Bring back/ }).count()).toBe(0);
  });

  test('is listed once, however its answers cross', async () => {
    for (const value of ['one', 'two', 'three']) await here.service.save(value);
    const { page, signIn, history } = await openEdit(here, { token: null });
    await history.nth(3).waitFor();
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
    await history.nth(4).waitFor();
    expect(await history.count()).toBe(5);
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
    const inserted = await page.locator('#revisions ins').allTextContents();
    expect(inserted.slice(0, 24)).toEqual(Array.from({ length: 24 }, (_, index) => `${25 - index}`));
  });

  test('brings a string back, and the focus goes to it', async () => {
    await here.service.save('soup\r\nof the day');
    await here.service.save('wrong');
    const { page, history } = await openEdit(here);
    await history
      .nth(1)
      .getByRole('button', { name: /^Bring back/ })
      .click();
    await page.getByText('It is back. Every visitor reads it from now on.').waitFor();
    await page.locator('#now:focus').waitFor();
    expect(await readPage()).toBe('The saved string is soup\r\nof the day');
    await history.first().getByText('brought back').waitFor();
    await page.getByText('a text field can’t hold').waitFor();
  });

  test('brings nothing back over a string that its editor has not seen', async () => {
    await here.service.save('old');
    await here.service.save('current');
    const { page, history } = await openEdit(here);
    await here.service.save('just now');
    await history
      .nth(1)
      .getByRole('button', { name: /^Bring back/ })
      .click();
    await page.getByText('Not brought back: someone else saved first.').waitFor();
    expect(await readPage()).toBe('The saved string is just now');
  });

  test('keeps a draft, which replaces what was brought back', async () => {
    await here.service.save('old');
    await here.service.save('current');
    const { page, history, write, text, press, saved } = await openEdit(here);
    await write('still writing');
    await history
      .nth(1)
      .getByRole('button', { name: /^Bring back/ })
      .click();
    await page.getByText('It is back.').waitFor();
    expect(await text.inputValue()).toBe('still writing');
    await press('Save');
    await saved();
  });
});

describe('what was read at a time', () => {
  test('is found, and can be brought back', async () => {
    const revisions = here.store.createRevisions(here.tableName);
    const common = { savedBy: 'Grace', note: null, restores: null, until: null, keeps: null };
    for (const [index, value] of ['breakfast', 'lunch', 'dinner'].entries()) {
      const savedAt = `2026-01-31T${10 + index}:00:00.000Z`;
      await revisions.append(toEntry({ ...common, version: index + 1, value, savedAt }), signal);
    }
    const { page, press } = await openEdit(here);
    // Half past noon in Berlin.
    await page.getByLabel('What did it say at').fill('2026-01-31T12:30');
    await press('Look it up');
    const found = page.locator('#found');
    await found.getByText('lunch').waitFor();
    await page.locator('#found:focus').waitFor();
    await found.getByRole('button', { name: /^Bring back/ }).click();
    await page.getByText('It is back.').waitFor();
    expect(await readPage()).toBe('The saved string is lunch');
  });

  test('is nothing before the first save', async () => {
    await here.service.save('first');
    const { page, press } = await openEdit(here);
    await page.getByLabel('What did it say at').fill('2020-01-31T12:30');
    await press('Look it up');
    await page.getByText('Nobody had saved a string by then.').waitFor();
  });
});

describe('a planned string', () => {
  /** Tomorrow at this hour, as the field takes it. The page is in Berlin. */
  const tomorrow = (hour: number) => {
    const day = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
    return `${day}T${String(hour).padStart(2, '0')}:00`;
  };

  const open = async () => {
    const edit = await openEdit(here);
    const { page } = edit;
    await page.getByText('Choose when it begins and ends').click();
    return {
      ...edit,
      from: page.getByLabel('From (empty: now)'),
      until: page.getByLabel('Until (empty: it stays)'),
      problem: page.locator('#times-problem'),
      planned: page.getByRole('region', { name: 'Planned' }).getByRole('listitem'),
    };
  };

  test('is listed with its times, is not read yet, and can be cancelled', async () => {
    const { page, write, from, until, press, status, planned, text, history } = await open();
    await write('Closed for the holidays');
    await from.fill(tomorrow(9));
    await until.fill(tomorrow(18));
    await press('Plan');
    await status.getByText(/^Planned\. It begins at .*09:00, until .*18:00\.$/).waitFor();
    await planned.getByText(/^From .*09:00 until .*18:00 · planned by Ada$/).waitFor();
    await planned.getByText('Closed for the holidays').waitFor();
    expect(await readPage()).toBe('The saved string is dynamic string');
    expect(await text.inputValue()).toBe('dynamic string');
    await history.first().getByText('changed what is planned').waitFor();

    await page.getByRole('button', { name: /^Cancel: / }).click();
    await page.getByText('Cancelled. It will not begin.').waitFor();
    await planned.waitFor({ state: 'detached' });
    await page.locator('#planned-title:focus').waitFor();
  });

  test('that begins now ends by itself', async () => {
    const { write, until, press, status, history } = await open();
    await write('Today only');
    await until.fill(tomorrow(0));
    await press('Save');
    await status.getByText(/^Saved\. Every visitor reads it from now on, until .*00:00\.$/).waitFor();
    await history
      .first()
      .getByText(/ends at .*00:00/)
      .waitFor();
  });

  test('is refused next to the times that are wrong, before it is sent', async () => {
    const { page, write, from, until, press, problem } = await open();
    await write('x');
    await from.fill('2020-01-01T09:00');
    await press('Plan');
    await problem.getByText('This time is over.').waitFor();
    await page.locator('#from:focus').waitFor();
    await from.fill(tomorrow(9));
    await until.fill(tomorrow(8));
    await press('Plan');
    await problem.getByText('It must end after it begins').waitFor();
    await page.locator('#until:focus').waitFor();
    await until.fill(tomorrow(11));
    await press('Plan');
    await page.getByText('Planned. It begins').waitFor();
  });

  test('is refused by the API next to the times, too', async () => {
    const { page, write, from, press, problem, text } = await open();
    await write('x');
    await from.fill(`${new Date().getUTCFullYear() + 6}-01-01T09:00`);
    await press('Plan');
    await problem.getByText('must be within 5 years').waitFor();
    expect(await text.inputValue()).toBe('x');
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByText('You are Ada').waitFor();
    expect(await from.inputValue()).toMatch(/T09:00$/);
  });

  test('does not get in the way of a draft that was begun before it', async () => {
    const first = await open();
    const second = await openEdit(here);
    await second.write('meanwhile');
    await first.write('planned');
    await first.from.fill(tomorrow(9));
    await first.press('Plan');
    await first.page.getByText('Planned. It begins').waitFor();
    await second.press('Save');
    await second.saved();
  });

  test('is for editors only', async () => {
    const { write, from, press, planned, page } = await open();
    await write('secret');
    await from.fill(tomorrow(9));
    await press('Plan');
    await planned.waitFor();
    await press('Sign out');
    await planned.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('secret');
  });
});

describe('hidden characters', () => {
  const TEXT = 'Soup\u00a0of the day \u200b👩‍🍳 ❤️';

  test('are drawn with their names, and asked about', async () => {
    const { page, write, press, saved, text } = await openEdit(here);
    await write(TEXT);
    await page.getByText('Hidden in it: 1 × no-break space (U+00A0), 1 × zero-width space (U+200B)').waitFor();
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
  });

  test('can be removed, and emoji stay whole', async () => {
    const { write, press, saved, status } = await openEdit(here);
    await write(`${TEXT}  \nnext \u202eline `);
    await press('Save');
    await press('Remove them');
    await status.getByText('The hidden characters are removed.').waitFor();
    await press('Save');
    await saved();
    expect(await readPage()).toBe('The saved string is Soup of the day 👩‍🍳 ❤️\nnext line');
  });
});

test('shows what others save when the tab is looked at again', async () => {
  const { page, now, text } = await openEdit(here);
  await here.service.save('while you were away');
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await now.getByText('while you were away').waitFor();
  expect(await text.inputValue()).toBe('while you were away');
});
