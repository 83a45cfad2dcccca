import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BARRIERS, findAccessibilityViolations } from '../support/browser/accessibility.ts';
import { openPlayground } from '../support/browser/open-playground.ts';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['gateway', 'browser']);

test('in both schemes, on a wide screen and a narrow one, the playground has no serious barrier', async () => {
  const { page, pick, run, result, outcome, tokenField } = await openPlayground(here);
  const expectNoBarrier = async (state: string) => {
    for (const [colorScheme, width] of [
      ['light', 400],
      ['dark', 400],
      ['dark', 1280],
      ['light', 1280],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 720 });
      const theme = colorScheme === 'dark' ? 'vs-dark' : 'vs';
      await page.locator(`.graphiql-query-editor .monaco-editor.${theme}`).first().waitFor();
      const violations = await findAccessibilityViolations(page, BARRIERS);
      expect({ state, colorScheme, width, violations }).toEqual({ state, colorScheme, width, violations: [] });
    }
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await expectNoBarrier('open');
  await pick('Save');
  await run();
  await outcome.getByText('You need a token to change the string, or to see what is planned.').waitFor();
  await expectNoBarrier('refused');
  await tokenField.fill(TEST_TOKEN);
  await run();
  await result.getByText('"version"').waitFor();
  await expectNoBarrier('saved');
  await pick('History');
  await run();
  await result.getByText('"nodes"').waitFor();
  await expectNoBarrier('history of the string');
  await press('About tokens');
  await expectNoBarrier('what a token is');
  await page.keyboard.press('Escape');
  await press('Show History');
  await page.getByRole('region', { name: 'History' }).waitFor();
  await expectNoBarrier('what was run');
  await press('Show Documentation Explorer');
  await page.getByRole('link', { name: 'Mutation', exact: true }).waitFor();
  await expectNoBarrier('documentation');
  await page.getByRole('link', { name: 'Mutation', exact: true }).click();
  await page.getByRole('link', { name: 'setSavedString' }).waitFor();
  await expectNoBarrier('documentation of a type');
  await press('Open settings dialog');
  await page.getByRole('dialog').waitFor();
  await expectNoBarrier('settings');
});

/** Describes the focused element by its role or tag, and its name. */
const focused = (page: Page) =>
  page.evaluate(`(() => {
    const { ariaLabel, labels, textContent, className } = document.activeElement;
    return ariaLabel || labels?.[0]?.textContent || textContent || className;
  })()`) as Promise<string>;

/** Presses Tab until the name of the focused element matches, at most once per focusable element. */
const tabTo = async (page: Page, name: string | RegExp) => {
  const passed: string[] = [];
  while (passed.length < 60) {
    await page.keyboard.press('Tab');
    const reached = await focused(page);
    if (typeof name === 'string' ? reached === name : name.test(reached)) return;
    passed.push(reached);
  }
  throw new Error(`The keyboard does not get to ${name}. It came by: ${passed.join(' | ')}`);
};

test('icons have no name but that of their button, and no two panes have the same', async () => {
  const { page } = await openPlayground(here);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Query', exact: true }).waitFor();
  expect(await page.locator('svg > title:not(:empty)').count()).toBe(0);
  const names = await page.getByRole('textbox').evaluateAll((boxes) => boxes.map((box) => box.ariaLabel));
  expect(names).toEqual(expect.arrayContaining(['Operation Editor, content', 'Variables, content']));
  expect(new Set(names).size).toBe(names.length);
});

describe('by keyboard alone', () => {
  test('Tab reaches everything in reading order, and nothing traps the keyboard', async () => {
    const { page, incidents } = await openPlayground(here);
    for (const name of [
      'Show Documentation Explorer',
      'Show History',
      'Open settings dialog',
      'Read',
      'Close Read',
      'Save',
      'History',
      'Undo',
      'New tab',
      'Editor token',
      'About tokens',
      'Edit without code',
      'Saved String',
      'Operation Editor: Enter moves in, Escape moves out',
      /^Execute query/,
      'Variables',
      'Headers',
      'Variables: Enter moves in, Escape moves out',
      'Result Window',
      // Then from the start again.
      'Show Documentation Explorer',
    ]) {
      await tabTo(page, name);
    }
    expect(incidents).toEqual([]);
  });

  test('a person can pick, change and run an operation and read its result', async () => {
    const { page, incidents, tokenField, outcome } = await openPlayground(here);
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Editor token');
    await page.keyboard.type(TEST_TOKEN);
    expect(await tokenField.inputValue()).toBe(TEST_TOKEN);

    await tabTo(page, 'Operation Editor: Enter moves in, Escape moves out');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    // Tab indents here.
    await page.keyboard.press('Tab');
    await page.keyboard.type('mutation { setSavedString(value: "By keyboard") { version } }');
    // The first Escape closes Monaco's suggestions.
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget.visible').waitFor();
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Operation Editor, content');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Operation Editor: Enter moves in, Escape moves out');

    await tabTo(page, /^Execute query/);
    await page.keyboard.press('Enter');
    await outcome.getByText(/^Saved as version \d+\./).waitFor();
    await tabTo(page, 'Result Window');
    await page.keyboard.press('Enter');
    expect(await focused(page)).not.toBe('Result Window');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Result Window');
    expect(incidents).toEqual([]);
  });
});
