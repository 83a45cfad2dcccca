import type { Occurrence, PlannedString } from '../client/client.ts';
import { formatSpan, formatTime, now } from './times.ts';

// The rule, as the server has it: visitors read what began last, and has not ended.

interface Shown extends Occurrence {
  readonly string: PlannedString;
}

/** Longer texts are quoted in part, in code points. */
const QUOTED = 40;

/** Quotes the beginning of a text, to name it in a sentence. */
export const quote = (text: string): string => {
  const letters = [...text.trim().replaceAll(/\s+/g, ' ')];
  return `“${letters.slice(0, QUOTED).join('')}${letters.length > QUOTED ? '…' : ''}”`;
};

const spread = (strings: readonly PlannedString[]): Shown[] =>
  strings
    .flatMap((string) => string.occurrences.map((occurrence) => ({ ...occurrence, string })))
    .toSorted((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));

const readAt = (all: readonly Shown[], time: string): PlannedString | undefined =>
  all.findLast(({ from, until }) => from <= time && (until === null || until > time))?.string;

/** When visitors read a string next, if nobody changes anything; undefined for never: it ends behind another. */
export const nextRead = (strings: readonly PlannedString[], string: PlannedString): string | undefined => {
  const all = spread(strings);
  const moments = all.flatMap(({ from, until }) => [from, until ?? from]).filter((time) => time > now());
  return [now(), ...moments.toSorted()].find((time) => readAt(all, time) === string);
};

/** The planned string that visitors read now; undefined for the last text that was saved to stay. */
export const readNow = (strings: readonly PlannedString[]): PlannedString | undefined => readAt(spread(strings), now());

/** Says until when visitors read a text, such as "until 12:00, when “Lunch” begins"; empty if it stays. */
export const describeEnd = (strings: readonly PlannedString[], until: string | null): string => {
  const end = until !== null && until > now() ? until : undefined;
  const next = spread(strings).find(({ from }) => from > now() && (end === undefined || from < end));
  if (next) return `until ${formatTime(next.from)}, when ${quote(next.string.value)} begins`;
  return end === undefined ? '' : `until ${formatTime(end)}`;
};

/**
 * Says what a text would overlap first, and which of both visitors would read; empty if it overlaps nothing. What comes
 * after a text that stays replaces it.
 *
 * @param isNow It begins now: what has begun is what it is to replace.
 */
export const describeOverlap = (
  mine: readonly Occurrence[],
  strings: readonly PlannedString[],
  isNow: boolean,
): string => {
  const read = strings.filter((string) => nextRead(strings, string) !== undefined);
  const planned = spread(read).filter(({ from }) => !isNow || from > now());
  const found = mine.flatMap((one) =>
    planned.flatMap((other) => {
      const isLater = one.from >= other.from;
      const [first, second] = isLater ? [other, one] : [one, other];
      return first.until !== null && second.from < first.until ? [{ ...other, isLater }] : [];
    }),
  );
  const [first] = found;
  if (!first) return '';
  const more = new Set(found.map(({ string }) => string)).size - 1;
  const name = quote(first.string.value);
  const winner = first.isLater ? 'this text' : name;
  const others = more === 0 ? '' : ` It overlaps ${more} more.`;
  return `It overlaps ${name}, ${formatSpan(first.from, first.until)}: then visitors read ${winner}.${others}`;
};
