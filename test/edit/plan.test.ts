import { describe, expect, test } from '@jest/globals';
import { openEdit } from '../support/browser/open-edit.ts';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';

const here = harness(['gateway', 'browser']);

const readPage = async () => headingOf(await (await fetch(`${here.gateway.url}/`)).text());

/** Tomorrow at this hour, as the field takes it. The page is in Berlin. */
const tomorrow = (hour: number) => {
  const day = new Date(Date.now() + 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });
  return `${day}T${String(hour).padStart(2, '0')}:00`;
};

const open = async (options: Parameters<typeof openEdit>[1] = {}, there = here) => {
  const edit = await openEdit(there, options);
  const { page } = edit;
  return {
    ...edit,
    when: page.getByLabel('When', { exact: true }),
    ends: page.getByLabel('For how long'),
    from: page.locator('#from'),
    until: page.locator('#until'),
    planned: page.getByRole('region', { name: 'Planned' }).locator('#plan > li'),
    saveUntil: async (value: string, end: string) => {
      await edit.write(value);
      await page.getByLabel('For how long').selectOption('Until a time that I choose');
      await page.locator('#until').fill(end);
      await edit.press('Save');
      await edit.status.getByText('Saved.').waitFor();
      await page.locator('#plan').getByText(value, { exact: true }).waitFor();
    },
    plan: async (value: string, from: string, until = '') => {
      await edit.write(value);
      await page.getByLabel('When', { exact: true }).selectOption('Later, once');
      await page.locator('#from').fill(from);
      await page.locator('#until').fill(until);
      await edit.press('Plan');
      await edit.status.getByText(/^Planned: .*\. Only editors see it until it begins\.$/).waitFor();
      await page.locator('#plan').getByText(value, { exact: true }).waitFor();
    },
  };
};

/** A Monday that is named with its year. */
const YEAR = new Date().getUTCFullYear() + 2;
const MONDAY = 1 + ((8 - new Date(Date.UTC(YEAR, 5, 1)).getUTCDay()) % 7);
/** The day on which Berlin puts its clocks forward, in March, or back, in October. */
const lastSundayOf = (month: number) => {
  const day = new Date(Date.UTC(YEAR, month, 0));
  return new Date(day.setUTCDate(day.getUTCDate() - day.getUTCDay())).toISOString().slice(0, 10);
};
const inJune = (day: number, time = '') => `${YEAR}-06-0${day}${time}`;
const nameOf = (day: number) => `${day === MONDAY ? 'Mon' : 'Tue'}, ${day} Jun ${YEAR}`;

const inList = '#plan > li .when';

describe('a planned string', () => {
  test('is listed in words, not read yet, and cancelled until it is brought back, even much later', async () => {
    const { page, plan, planned, text, history, press, status } = await open();
    await plan('Closed for the holidays', tomorrow(9), tomorrow(18));
    expect(await status.textContent()).toContain('Planned: tomorrow, 09:00 to 18:00.');
    expect(await page.locator(inList).allTextContents()).toEqual(['Tomorrow, 09:00 to 18:00']);
    expect(await readPage()).toBe('The saved string is dynamic string');
    expect(await text.inputValue()).toBe('dynamic string');
    const cancel = async () => {
      await page.getByRole('button', { name: /^Cancel: / }).click();
      await planned.waitFor({ state: 'detached' });
      await status.getByText('Cancelled: “Closed for the holidays”, tomorrow, 09:00 to 18:00.').waitFor();
    };
    await cancel();
    await page.locator('#planned-title:focus').waitFor();
    await press('Undo');
    await status.getByText('It is planned again.').waitFor();
    await planned.waitFor();
    await cancel();
    await page.reload();

    // However often the plan changes, the history shows one text. Who changed it is no author of that.
    await history.first().getByText('The plan was changed 4 times').click();
    expect(await page.locator('#revisions .text').allTextContents()).toEqual(['dynamic string']);
    expect(await page.locator('#now-about').textContent()).toBe('');
    const changes = history.first().locator('li').first();
    await changes.getByText('Cancelled: “Closed for the holidays”, tomorrow, 09:00 to 18:00').waitFor();
    await changes.getByRole('button', { name: /^Bring back: / }).click();
    await planned.waitFor();
    expect(await page.locator(inList).allTextContents()).toEqual(['Tomorrow, 09:00 to 18:00']);
  });

  test('can be left as it is, or changed: its text, its times and its note', async () => {
    const { page, plan, press, write, text, until, note, planned, status, when } = await open();
    await plan('Open till six', tomorrow(9), tomorrow(18));
    const change = () => page.getByRole('button', { name: /^Change: / }).click();
    await change();
    await write('not this');
    await press('Leave it as planned');
    expect(await text.inputValue()).toBe('dynamic string');
    expect(await page.locator('#plan .text').allTextContents()).toEqual(['Open till six']);
    // A text that was typed before is there after a mere look at the plan.
    await write('half a sentence');
    await change();
    await press('Leave it as planned');
    await press('Restore my text');
    expect(await text.inputValue()).toBe('half a sentence');
    await press('Discard');

    await change();
    await page.locator('#text:focus').waitFor();
    expect([await text.inputValue(), await when.inputValue()]).toEqual(['Open till six', 'later']);
    await write('Open till five');
    await until.fill(tomorrow(17));
    await note.fill('Short day');
    // It survives a reload, as a change of that plan.
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByRole('heading', { name: 'Change what is planned' }).waitFor();
    await press('Save the plan');
    await status.getByText('Planned: tomorrow, 09:00 to 17:00.').waitFor();
    await planned.getByText('Open till five').waitFor();
    expect(await planned.locator('.when, .note').allTextContents()).toEqual(['Tomorrow, 09:00 to 17:00', 'Short day']);
    expect(await readPage()).toBe('The saved string is dynamic string');

    await press('Undo');
    await status.getByText('Undone. It is planned as before.').waitFor();
    await planned.getByText('Open till six').waitFor();
    expect(await planned.locator('.when, .note').allTextContents()).toEqual(['Tomorrow, 09:00 to 18:00']);
    await press('Restore my text');
    expect([await page.locator('#text').inputValue(), await until.inputValue()]).toEqual([
      'Open till five',
      tomorrow(17),
    ]);
  });

  test('may overlap another, which is said before it is saved, and shown as it will be at any moment', async () => {
    const { page, plan, press, write, from, until, status, text } = await open();
    const about = page.locator('#when-about');
    await plan('The whole week', tomorrow(0));
    await plan('At <b>nine</b>', tomorrow(9), tomorrow(10));
    // A string that begins while a text stays is no surprise.
    expect(await about.textContent()).toBe('');
    await write('All morning');
    await page.getByLabel('When', { exact: true }).selectOption('Later, once');
    const overlap = 'It overlaps “At <b>nine</b>”, tomorrow, 09:00 to 10:00: then visitors read ';
    for (const [begin, winner] of [
      [8, '“At <b>nine</b>”.'],
      [9, 'this text.'],
    ] as const) {
      await from.fill(tomorrow(begin));
      await until.fill(tomorrow(12));
      expect(await about.textContent()).toBe(overlap + winner);
    }
    await until.fill(tomorrow(9));
    expect(await about.textContent()).toBe('');
    await until.fill(tomorrow(12));
    await press('Plan');
    await status.getByText('Planned: ').waitFor();
    await press('Undo');
    await status.getByText('Undone. It is not planned any more.').waitFor();
    expect([await text.inputValue(), await from.inputValue()]).toEqual(['All morning', tomorrow(9)]);

    const preview = page.frameLocator('#preview-page').getByRole('heading');
    for (const [hour, value] of [
      [9, 'At <b>nine</b>'],
      [10, 'The whole week'],
    ] as const) {
      await page.getByLabel('Day and time').fill(tomorrow(hour));
      await press('Show the page');
      await preview.getByText(value).waitFor();
      expect(await preview.textContent()).toBe(`The saved string is ${value}`);
    }
    await page.getByText(/^Tomorrow, 10:00, if nobody changes anything$/).waitFor();
    const style = `getComputedStyle(document.querySelector('#preview-page').contentDocument.querySelector('h1')).fontWeight`;
    expect(await page.evaluate(style)).toBe('600');

    // Whatever begins first ends what is read now.
    await page.getByLabel('When', { exact: true }).selectOption('Now');
    await press('Save');
    await status.getByText('Saved.').waitFor();
    const end = 'until tomorrow, 00:00, when “The whole week” begins';
    expect(await status.textContent()).toBe(`Saved. Every visitor reads it from now on, ${end}.`);
    await page.locator('#now-about').getByText(end).waitFor();
  });

  test('is for editors only, and does not get in the way of a draft that was begun before it', async () => {
    const { plan, press, planned, page } = await open();
    const second = await openEdit(here);
    await second.write('meanwhile');
    await plan('secret', tomorrow(9));
    await second.press('Save');
    await second.status.getByText('Saved.').waitFor();

    await planned.waitFor();
    await press('Sign out');
    await planned.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('secret');
    await page.getByLabel('Day and time').fill(tomorrow(10));
    await press('Show the page');
    await page.getByText('Only editors can look ahead. Sign in first.').waitFor();
  });
});

describe('a string that ends by itself', () => {
  test('says so, can be made to stay, and lends its end to the next one', async () => {
    const { write, saveUntil, ends, press, status, page } = await open();
    await saveUntil('Today only', tomorrow(0));
    await status.getByText('Saved. Every visitor reads it from now on, until tomorrow, 00:00.').waitFor();
    await page.locator('#now-about').getByText('until tomorrow, 00:00').waitFor();

    await write('Today only, too');
    expect(await ends.locator('option:checked').textContent()).toBe(
      'Until tomorrow, 00:00, when the text shown now ends',
    );
    await press('Save');
    await status.getByText('until tomorrow, 00:00.').waitFor();

    await ends.selectOption('Until it is replaced');
    await press('Save');
    await status.getByText('Saved. Every visitor reads it from now on.', { exact: true }).waitFor();

    // An end does not take away what stays.
    await saveUntil('Today only, too', tomorrow(0));
    await status.getByText('until tomorrow, 00:00. Then they read the same text again.').waitFor();
    await ends.selectOption('Until it is replaced');
    await press('Save');
    await status.getByText('Saved. Every visitor reads it from now on.', { exact: true }).waitFor();
    const { data } = await here.service.graphql('{ latestRevision { value until } }');
    expect(data).toEqual({ latestRevision: { value: 'Today only, too', until: null } });
  });

  test('is gone when it is undone, and what is behind it comes back only if it is cancelled', async () => {
    const { saveUntil, press, status, page, planned, now, text, ends } = await open();
    const again = async (value: string) => {
      await status.getByText(`Visitors read “${value}” again, until tomorrow, 00:00.`).waitFor();
      await now.getByText(value).waitFor();
      expect(await readPage()).toBe(`The saved string is ${value}`);
    };
    const listed = page.locator('#plan > li > .text');
    await saveUntil('A', tomorrow(0));
    await saveUntil('B', tomorrow(0));
    await press('Undo');
    await again('A');
    // The text that is given back has no end of its own.
    expect([await text.inputValue(), await ends.inputValue()]).toEqual(['B', 'shown']);
    await planned.getByText('A', { exact: true }).waitFor();
    expect(await page.locator('#plan .text').allTextContents()).toEqual(['A']);

    await saveUntil('C', tomorrow(0));
    await saveUntil('D', tomorrow(0));
    await planned.getByText('More behind it: the last comes back if this is cancelled').click();
    expect(await listed.allTextContents()).toEqual(['D']);
    expect(await planned.locator('.list .text').allTextContents()).toEqual(['A', 'C']);
    await planned.getByRole('button', { name: /^Cancel: .*read it now/ }).click();
    await again('C');
    await press('Undo');
    await again('D');
    await listed.getByText('D').waitFor();
    expect(await listed.count()).toBe(1);
  });
});

describe('the times', () => {
  test('that can’t be, or come twice, are told next to the field, before anything is sent', async () => {
    const { page, write, when, press, from, until, planned } = await open();
    await write('x');
    const cases: readonly [fields: Record<string, string>, sentence: string, focused: string, choice?: string][] = [
      [{ from: '2020-01-01T09:00' }, 'That time has passed.', '#from'],
      [{ from: '' }, 'Choose when it begins.', '#from'],
      [{ from: tomorrow(9), until: tomorrow(8) }, 'It must end after it begins.', '#until'],
      [{ from: `${YEAR + 4}-01-01T09:00` }, 'Choose a time in the next 5 years.', '#from'],
      [{ from: `${lastSundayOf(3)}T02:30` }, 'The clocks are put forward that day, and skip 02:30.', '#from'],
      [{}, 'Choose at least one day.', '[value=MO]', 'On chosen days of the week'],
      [{ start: '' }, 'Choose the time.', '#start', 'Every day'],
      [{ start: '09:00', last: '2020-01-01' }, 'This is before the first of these days.', '#last', 'Every day'],
    ];
    for (const [fields, sentence, focused, choice = 'Later, once'] of cases) {
      await when.selectOption(choice);
      if (choice === 'Later, once') await Promise.all([from.fill(tomorrow(9)), until.fill('')]);
      for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
      await press('Plan');
      await page.locator(`:is(p, fieldset):has(${focused})`).getByText(sentence).waitFor();
      await page.locator(`${focused}:focus[aria-invalid="true"][aria-describedby~="when-problem"]`).waitFor();
    }
    // It is not said any more of what has been put right.
    await page.locator('#last').fill('');
    await page.locator('#when-problem').waitFor({ state: 'hidden' });
    expect(await page.locator('#when-parts [aria-invalid="true"]').count()).toBe(0);
    expect(await planned.count()).toBe(0);

    // Those that come twice are asked about.
    const day = lastSundayOf(10);
    for (const [index, choice] of ['the first 02:30 (GMT+2)', 'the second 02:30 (GMT+1)'].entries()) {
      await write(choice);
      await when.selectOption('Later, once');
      await from.fill(`${day}T02:30`);
      const sentence = `The clocks are put back on ${day.slice(8)} October ${YEAR}: this time comes twice.`;
      await page.getByText(sentence).waitFor();
      await page.locator('#from-part').getByLabel('Which of the two').selectOption(choice);
      await press('Plan');
      await planned.nth(index).waitFor();
    }
    const { data } = await here.service.graphql('{ planned { from } }');
    expect(data).toEqual({ planned: ['00', '01'].map((hour) => ({ from: `${day}T${hour}:30:00.000Z` })) });
  });
});

describe('a string that repeats', () => {
  const rules = async () => {
    const { data } = await here.service.graphql<{ planned: Record<string, unknown>[] }>(
      '{ planned { from until repeat timeZone skipped } }',
    );
    return data?.planned;
  };
  const fill = async ({ page, write, when, press }: Awaited<ReturnType<typeof open>>, choice: string, last = '') => {
    await write('Open');
    await when.selectOption(choice);
    await page.getByLabel('First day').fill(inJune(MONDAY));
    await page.getByLabel('Last day').fill(last);
    return async () => {
      await press('Plan');
      await page.locator('#plan').getByText('Open', { exact: true }).waitFor();
    };
  };

  test('is chosen without a rule, by the stage’s clocks, named where the editor’s show others', async () => {
    const dublin = { ...here, gateway: await here.serve(await here.load({ timeZone: 'Europe/Dublin' })) };
    const edit = await open({}, dublin);
    const { page, status, planned } = edit;
    expect(new Set(await page.locator('.zone').allTextContents())).toEqual(new Set(['(Dublin time)']));
    for (const [choice, days, last, repeat, words] of [
      ['Every weekday', [], '', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday, 09:00 to 17:00, Dublin time'],
      [
        'On chosen days of the week',
        ['Monday', 'Saturday'],
        `${YEAR}-12-31`,
        `FREQ=WEEKLY;BYDAY=MO,SA;UNTIL=${YEAR}1231`,
        `every Monday and Saturday, 09:00 to 17:00, Dublin time, until 31 Dec ${YEAR}`,
      ],
      [
        'Every month, on one day',
        [],
        '',
        `FREQ=MONTHLY;BYMONTHDAY=${MONDAY}`,
        `every month on day ${MONDAY}, 09:00 to 17:00, Dublin time`,
      ],
    ] as const) {
      const plan = await fill(edit, choice, last);
      for (const day of days) await page.getByLabel(day).check();
      const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
      await page.getByText(`${sentence}. First: ${nameOf(MONDAY)}, 09:00 to 17:00, Dublin time.`).waitFor();
      await plan();
      await status.getByText(`Planned: ${words}.`).waitFor();
      const times = { from: inJune(MONDAY, 'T08:00:00.000Z'), until: inJune(MONDAY, 'T16:00:00.000Z') };
      expect(await rules()).toEqual([{ ...times, repeat, timeZone: 'Europe/Dublin', skipped: [] }]);
      expect(await page.locator(inList).allTextContents()).toEqual([sentence]);
      // A planned string is filled in as it was chosen.
      await planned.getByRole('button', { name: /^Change: / }).click();
      expect(await page.locator('#when option:checked').textContent()).toBe(choice);
      await edit.press('Save the plan');
      await status.getByText('It is planned like this already.').waitFor();
      await edit.press('Leave it as planned');
      await planned.getByRole('button', { name: /^Cancel: / }).click();
      await planned.waitFor({ state: 'detached' });
    }

    await edit.plan('x', inJune(MONDAY, 'T09:00'), inJune(MONDAY, 'T17:00'));
    expect(await page.locator(inList).allTextContents()).toEqual([`${nameOf(MONDAY)}, 09:00 to 17:00, Dublin time`]);
    expect((await rules())?.map(({ from }) => from)).toEqual([inJune(MONDAY, 'T08:00:00.000Z')]);
    const there = await open({ timezoneId: 'Europe/Dublin' }, dublin);
    await there.planned.waitFor();
    expect(await there.page.locator(inList).allTextContents()).toEqual([`${nameOf(MONDAY)}, 09:00 to 17:00`]);
  });

  test('is skipped once, changed and cancelled, each undone by one press', async () => {
    const edit = await open();
    const { page, press, status } = edit;
    await (await fill(edit, 'Every day'))();
    const [monday, tuesday] = [MONDAY, MONDAY + 1].map((day) => inJune(day, 'T07:00:00.000Z'));
    const skipped = async () => (await rules())?.map((string) => string.skipped);
    const click = (name: string) => page.getByRole('button', { name }).click();

    await click(`Skip: ${nameOf(MONDAY)}, 09:00 to 17:00`);
    await status.getByText(`Skipped: ${nameOf(MONDAY)}, 09:00 to 17:00.`).waitFor();
    await page.getByText(`Next: ${nameOf(MONDAY)}, 09:00: skipped`).waitFor();
    await page.locator('#plan > li:focus').waitFor();
    expect(await skipped()).toEqual([[monday]]);
    await press('Undo');
    await page.getByText(`Next: ${nameOf(MONDAY)}, 09:00 to 17:00`).waitFor();
    expect(await skipped()).toEqual([[]]);

    await page.getByText('The times after that').click();
    await page.getByText('And so on').waitFor();
    await click(`Skip: ${nameOf(MONDAY + 1)}, 09:00 to 17:00`);
    await page.getByText(`${nameOf(MONDAY + 1)}, 09:00: skipped`).waitFor();
    expect(await skipped()).toEqual([[tuesday]]);

    const before = await rules();
    await click('Change: Every day');
    await edit.when.selectOption('Every month, on one day');
    await page.locator('#end').fill('16:00');
    await press('Save the plan');
    await page.locator('#plan').getByText(`Every month on day ${MONDAY}, 09:00 to 16:00`).waitFor();
    expect(await skipped()).toEqual([[]]);
    await press('Undo');
    await page.getByText(`${nameOf(MONDAY + 1)}, 09:00: skipped`).waitFor();
    expect(await rules()).toEqual(before);

    await click('Cancel: Every day');
    await status.getByText('Cancelled: “Open”, every day, 09:00 to 17:00.').waitFor();
    await edit.planned.waitFor({ state: 'detached' });
    expect(await rules()).toEqual([]);
    await press('Undo');
    await page.getByText(`${nameOf(MONDAY + 1)}, 09:00: skipped`).waitFor();
    expect(await rules()).toEqual(before);
    expect(await skipped()).toEqual([[tuesday]]);
  });

  test.each([/^Cancel: Every day/, /^Skip: /])('comes back by one press if visitors read it: %s', async (name) => {
    const [from, until] = [-3_600_000, 3_600_000].map((away) => new Date(Date.now() + away).toISOString());
    const times = `from: "${from}", until: "${until}", repeat: "FREQ=DAILY", timeZone: "UTC"`;
    await here.service.graphql(`mutation { planSavedString(value: "Open", ${times}) { version } }`);
    const { page, press, now } = await open();
    await now.getByText('The saved string is Open').waitFor();
    await page.getByRole('button', { name }).first().click();
    await now.getByText('The saved string is dynamic string').waitFor();
    await press('Undo');
    await now.getByText('The saved string is Open').waitFor();
    const { data } = await here.service.graphql('{ latestRevision { value until } planned { repeat } }');
    expect(data).toMatchObject({ latestRevision: { value: 'Open', until } });
    expect(JSON.stringify(data)).toContain('FREQ=DAILY');
  });

  test('by a rule that has no fields here stays as it is when its text changes', async () => {
    const times = `from: "${inJune(MONDAY, 'T08:00:00Z')}", until: "${inJune(MONDAY, 'T09:00:00Z')}", timeZone: "Europe/Lisbon"`;
    const words = {
      'FREQ=MONTHLY;BYDAY=1MO': 'Every month on the first Monday, 09:00 to 10:00, Lisbon time',
      'FREQ=DAILY;BYMONTHDAY=7;BYDAY=MO': 'Every month on day 7 if it is Monday, 09:00 to 10:00, Lisbon time',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=3': 'Every 2 weeks on Monday, 09:00 to 10:00, Lisbon time, 3 times',
    };
    for (const repeat of Object.keys(words)) {
      await here.service.graphql(
        `mutation { planSavedString(value: "Open", ${times}, repeat: "${repeat}") { version } }`,
      );
    }
    const { write, press, page, planned, when } = await open();
    await planned.nth(2).waitFor();
    expect((await page.locator(inList).allTextContents()).toSorted()).toEqual(Object.values(words).toSorted());
    const last = planned.filter({ hasText: 'first Monday' });
    await last.getByRole('button', { name: /^Change: / }).click();
    expect(await when.inputValue()).toBe('keep');
    // By the clocks of the rule, too.
    expect(await last.locator('.times').first().textContent()).toContain('09:00 to 10:00, Lisbon time');
    const before = await rules();
    await write('Wide open');
    await press('Save the plan');
    await planned.getByText('Wide open').waitFor();
    expect(new Set(await rules())).toEqual(new Set(before));
  });
});
