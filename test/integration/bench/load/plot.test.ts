import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { RATES } from '../../../../bench/load/hot-key/hot-key.ts';
import { DESIGNS } from '../../../../bench/load/hot-key/simulate.ts';
import { plot } from '../../../../bench/load/plot/plot.ts';
import { launchBrowser } from '../../../support/browser.ts';
import { createHotKeyResult } from '../../../support/hot-key-result.ts';

const picture = plot(
  DESIGNS.flatMap((design, index) =>
    RATES.map((viewsPerSecond) =>
      createHotKeyResult({ design, viewsPerSecond, longestBehind: index * 1_000, dollarsPerMillion: 1 + index }),
    ),
  ),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens the picture as what it is: a browser is strict with XML, and shows an error in place of a document that is not. */
const open = async () => {
  const page = await browser.newPage();
  await page.goto(`data:image/svg+xml,${encodeURIComponent(picture)}`);
  return page;
};

test('it is an SVG document that a screen reader can name and describe', async () => {
  const page = await open();
  const image = page.getByRole('img', { name: 'One string that everybody reads: how many views are served' });
  expect(await page.locator('parsererror').count()).toBe(0);
  expect(await image.count()).toBe(1);
  expect(await page.locator('desc').textContent()).toContain('edge cache: some are shown the old string');
});

test('every design has a label, which says how old a string it shows, and a curve in each chart', async () => {
  const page = await open();
  const labels = await page.locator('text').allTextContents();
  expect(labels).toContain('no cache: nobody is shown an old string');
  expect(labels).toContain('edge cache: some are shown the old string, up to 1.0 s after it was replaced');
  expect(labels).toContain('in-process cache: some are shown the old string, up to 2.0 s after it was replaced');
  // The third is the sample beside the label.
  expect(await page.locator('polyline').count()).toBe(3 * DESIGNS.length);
});

test('no text lies on another, and all of it on the card', async () => {
  const page = await open();
  const boxes = await Promise.all((await page.locator('text').all()).map((text) => text.boundingBox()));
  const card = await page.locator('rect').boundingBox();
  const isRight = (box: typeof card, of: typeof card) => box && of && box.x >= of.x + of.width;
  const isBelow = (box: typeof card, of: typeof card) => box && of && box.y >= of.y + of.height;
  const apart = (a: typeof card, b: typeof card) => isRight(a, b) || isRight(b, a) || isBelow(a, b) || isBelow(b, a);
  const overlaps = boxes.flatMap((box, index) => boxes.slice(index + 1).filter((other) => !apart(box, other)));
  expect(overlaps).toEqual([]);
  for (const box of boxes) {
    expect(box?.x).toBeGreaterThan(card?.x ?? Number.NaN);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan((card?.x ?? 0) + (card?.width ?? 0));
  }
});
