import { styleText } from 'node:util';
import type { Score } from './score.ts';

const mark = ({ bar }: Score): string => {
  if (!bar) return ' ';
  return bar.met ? styleText('green', '✓') : styleText('red', '✗');
};

/** Formats the scores as a table for people: first those that are the same in every run, grouped by tool. */
export const formatTable = (scores: readonly Score[]): string => {
  const width = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const nameWidth = width(scores.map(({ name }) => name));
  const valueWidth = width(scores.map(({ value }) => value));
  const line = (score: Score) =>
    [
      `${mark(score)} ${score.name.padEnd(nameWidth)}  ${score.value.padStart(valueWidth)}  ${score.bar?.text ?? ''}`,
      ...score.notes.map((note) => `    ${note}`),
    ].map((text) => text.trimEnd());
  const section = (title: string, timed: boolean) => [
    styleText('bold', title),
    ...scores
      .filter((score) => score.timed === timed)
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap(line),
  ];
  return [
    ...section('The same in every run: score, bar', false),
    '',
    ...section('Timed, so that the load of this machine shows: median, bar', true),
    '',
  ].join('\n');
};
