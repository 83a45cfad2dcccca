import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { figures, writeFigures } from '../../bench/report/figures.ts';
import { createMeasurement } from './measurement.ts';

const many = Array.from({ length: 1_000 }, (_, index) => index + 1);
const run = {
  memory: undefined,
  measurements: new Map([
    ['page', createMeasurement({ wall: many, warmCpu: many, zipBytes: 300 })],
    ['bare', createMeasurement({ wall: many.map((value) => value * 2), warmCpu: many })],
  ] as const),
};

test('figures contain medians, quartiles and the ratios to the reference', () => {
  expect(figures(run)).toMatchObject({
    memory: 'unlimited',
    reference: 'bare',
    candidates: {
      page: {
        'cold wall': [250.75, 500.5, 750.25],
        zip: [300, 300, 300],
        ratios: { 'cold wall': [0.5, 0.5, 0.5] },
      },
    },
  });
});

test('a file of figures has three decimals, and no samples', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-figures-'));
  const file = join(directory, 'figures.json');
  await writeFigures(file, { third: 1 / 3, ...figures(run) });
  const text = await readFile(file, 'utf8');
  await rm(directory, { recursive: true });
  expect(text).toMatch(/^\{"third":0\.333,/);
  expect(text.length).toBeLessThan(2_000);
});
