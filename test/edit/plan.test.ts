import { afterEach, describe, expect, test } from '@jest/globals';
import { gatewayAndBrowser } from '../support/browser/gateway-and-browser.ts';
import { openEdit } from '../support/browser/open-edit.ts';
import { headingOf } from '../support/html.ts';
import { startGateway } from '../support/service/gateway.ts';
import { loadService } from '../support/service/service.ts';

const here = gatewayAndBrowser();
afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

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
    problem: page.locator('#when-problem'),
    planned: page.getByRole('region', { name: 'Planned' }).locator('#plan > li'),
    plan: async (value: string, from: string, until = '') => {
      await edit.write(value);
      await page.getByLabel('When', { exact: true }).selectOption('Later, once');
      await page.locator('#from').fill(from);
      await page.locator('#until').fill(until);
      await edit.press('Plan');
      await edit.status.getByText('Planned. Only editors see it until it begins.').waitFor();
      await page.locator('#plan').getByText(value, { exact: true }).waitFor();
    },
  };
};

const inList = '#plan > li .when';

describe('a planned string', () => {
  test('is listed in words, not read yet, and cancelled until that is undone', async () => {
    const { page, plan, planned, text, history, press, status } = await open();
    await plan('Closed for the holidays', tomorrow(9), tomorrow(18));
    await planned.getByText('Closed for the holidays').waitFor();
    expect(await page.locator(inList).allTextContents()).toEqual(['Tomorrow, 09:00 to 18:00']);
    expect(await readPage()).toBe('The saved string is dynamic string');
    expect(await text.inputValue()).toBe('dynamic string');
    await history.first().getByText('The plan was changed').waitFor();

    await page.getByRole('button', { name: /^Cancel: / }).click();
    await planned.waitFor({ state: 'detached' });
    await page.locator('#planned-title:focus').waitFor();
    await press('Undo');
    await status.getByText('It is planned again.').waitFor();
    await planned.waitFor();
    expect(await page.locator(inList).allTextContents()).toEqual(['Tomorrow, 09:00 to 18:00']);
    // However often the plan changes, the history shows one text.
    await history.first().getByText('The plan was changed 3 times').waitFor();
    expect(await page.locator('#revisions .text').allTextContents()).toEqual(['dynamic string']);
  });

  test('can be changed: its text, its times and its note', async () => {
    const { page, plan, press, write, until, note, planned, status, when } = await open();
    await plan('Open till six', tomorrow(9), tomorrow(18));
    await page.getByRole('button', { name: /^Change: / }).click();
    await page.locator('#text:focus').waitFor();
    expect([await page.locator('#text').inputValue(), await when.inputValue()]).toEqual(['Open till six', 'later']);
    await write('Open till five');
    await until.fill(tomorrow(17));
    await note.fill('Short day');
    // It survives a reload, as a change of that plan.
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByRole('heading', { name: 'Change what is planned' }).waitFor();
    await press('Save the plan');
    await status.getByText('Planned. Only editors').waitFor();
    await planned.getByText('Open till five').waitFor();
    expect(await planned.locator('.when, .note').allTextContents()).toEqual(['Tomorrow, 09:00 to 17:00', 'Short day']);
    expect(await readPage()).toBe('The saved string is dynamic string');
  });

  test('can be left as it is', async () => {
    const { page, plan, press, write, text } = await open();
    await plan('Planned', tomorrow(9));
    await page.getByRole('button', { name: /^Change: / }).click();
    await write('not this');
    await press('Leave it as planned');
    expect(await text.inputValue()).toBe('dynamic string');
    expect(await page.locator('#plan .text').allTextContents()).toEqual(['Planned']);
  });

  test('may overlap another, and is shown as it will be at any moment', async () => {
    const { page, plan, press } = await open();
    await plan('The whole week', tomorrow(0));
    await plan('At <b>nine</b>', tomorrow(9), tomorrow(10));
    const preview = page.frameLocator('#preview-page').getByRole('heading');
    for (const [hour, value] of [
      [8, 'The whole week'],
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
  });

  test('does not get in the way of a draft that was begun before it', async () => {
    const first = await open();
    const second = await openEdit(here);
    await second.write('meanwhile');
    await first.plan('planned', tomorrow(9));
    await second.press('Save');
    await second.saved();
  });

  test('is for editors only', async () => {
    const { plan, press, planned, page } = await open();
    await plan('secret', tomorrow(9));
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
    const { write, ends, until, press, status, page, saved } = await open();
    await write('Today only');
    await ends.selectOption('Until a time that I choose');
    await until.fill(tomorrow(0));
    await press('Save');
    await status.getByText('Saved. Every visitor reads it from now on, until tomorrow, 00:00.').waitFor();
    await page.locator('#now-about').getByText('until tomorrow, 00:00').waitFor();

    await write('Today only, too');
    expect(await ends.locator('option:checked').textContent()).toBe(
      'Until tomorrow, 00:00, when the text shown now ends',
    );
    await press('Save');
    await status.getByText('until tomorrow, 00:00.').waitFor();

    await ends.selectOption('Until something else is saved or begins');
    await press('Save');
    await saved();
    const { data } = await here.service.graphql('{ latestRevision { value until } }');
    expect(data).toEqual({ latestRevision: { value: 'Today only, too', until: null } });
  });
});

describe('the times', () => {
  test.each<[what: string, fields: Record<string, string>, sentence: string, focused: string]>([
    ['passed', { from: '2020-01-01T09:00' }, 'That time has passed.', '#from'],
    ['without a beginning', {}, 'Choose when it begins.', '#from'],
    ['end before they begin', { from: tomorrow(9), until: tomorrow(8) }, 'It must end after it begins', '#until'],
    [
      'too far',
      { from: `${new Date().getUTCFullYear() + 6}-01-01T09:00` },
      'Choose a time in the next 5 years.',
      '#from',
    ],
    [
      'that the clocks skip',
      { from: '2027-03-28T02:30' },
      'The clocks are put forward that day, and skip 02:30.',
      '#from',
    ],
  ])('%s are refused next to the field, before anything is sent', async (_what, fields, sentence, focused) => {
    const { page, write, when, press, problem, planned } = await open();
    await write('x');
    await when.selectOption('Later, once');
    for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
    await press('Plan');
    await problem.getByText(sentence).waitFor();
    await page.locator(`${focused}:focus[aria-invalid="true"][aria-describedby~="when-problem"]`).waitFor();
    expect(await planned.count()).toBe(0);
  });

  test.each([
    ['the first 02:30 (GMT+2)', '2027-10-31T00:30:00.000Z'],
    ['the second 02:30 (GMT+1)', '2027-10-31T01:30:00.000Z'],
  ])('that come twice are asked about: %s', async (choice, instant) => {
    const { page, write, when, from, press, status } = await open();
    await write('x');
    await when.selectOption('Later, once');
    await from.fill('2027-10-31T02:30');
    await page.getByText('The clocks are put back on 31 October 2027: this time comes twice.').waitFor();
    await page.locator('#from-part').getByLabel('Which of the two').selectOption(choice);
    await press('Plan');
    await status.getByText('Planned.').waitFor();
    const { data } = await here.service.graphql('{ planned { from } }');
    expect(data).toEqual({ planned: [{ from: instant }] });
  });

  test('are by the clocks of the stage, and named where the editor’s show others', async () => {
    const environment = { endpoint: here.proxy.endpoint, tableName: here.tableName, timeZone: 'Europe/Dublin' };
    const gateway = await startGateway(await loadService(environment));
    try {
      const away = await open({}, { ...here, gateway });
      await away.page.getByText('All times are Dublin time.').first().waitFor();
      await away.plan('x', '2027-06-01T09:00', '2027-06-01T17:00');
      expect(await away.page.locator(inList).allTextContents()).toEqual(['1 Jun 2027, 09:00 to 17:00, Dublin time']);
      const { data } = await here.service.graphql('{ planned { from } }');
      expect(data).toEqual({ planned: [{ from: '2027-06-01T08:00:00.000Z' }] });
      const there = await open({ timezoneId: 'Europe/Dublin' }, { ...here, gateway });
      expect(await there.page.locator(inList).allTextContents()).toEqual(['1 Jun 2027, 09:00 to 17:00']);
    } finally {
      await gateway.stop();
    }
  });
});
