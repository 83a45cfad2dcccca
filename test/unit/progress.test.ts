import { expect, test } from '@jest/globals';
import { createProgress } from '../../src/operator/progress.ts';

/** Keeps what is written to it. */
const createTerminal = (isTTY: boolean) => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return { written, isTTY, write, clearLine: () => write('<clear>'), cursorTo: () => write('<start>') };
};

test('a terminal gets a bar, which is drawn anew for each percent and goes in the end', () => {
  const terminal = createTerminal(true);
  const { show, clear } = createProgress(1_000, terminal);
  for (let done = 1; done <= 1_000; done++) show(done);
  expect(terminal.written).toHaveLength(101);
  expect(terminal.written[50]).toBe(`\r${'█'.repeat(15)}${'░'.repeat(15)}  50 %  500 of 1000`);
  clear();
  expect(terminal.written.slice(-2)).toEqual(['<clear>', '<start>']);
});

test('a pipe gets nothing', () => {
  const pipe = createTerminal(false);
  const { show, clear } = createProgress(2, pipe);
  show(1);
  clear();
  expect(pipe.written).toEqual([]);
});
