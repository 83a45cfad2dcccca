import { element, fill } from './dom.ts';
import { findHidden, nameOf } from './hidden-characters.ts';

/** More would make the page slow, and tell nobody more. */
const MAX_MARKS = 1_000;

/**
 * Draws a text with a mark for each hidden character. Its text content is the text.
 *
 * @param isContinued Whether more text follows on the line: then a space at the end is an ordinary one.
 */
export const drawText = (text: string, isContinued = false): (Node | string)[] => {
  const pieces = findHidden(isContinued ? `${text}.` : text);
  let marks = 0;
  return pieces.map(({ text: piece, isHidden }, index) => {
    if (isHidden && ++marks > MAX_MARKS) return piece;
    if (!isHidden) return isContinued && index === pieces.length - 1 ? piece.slice(0, -1) : piece;
    const mark = element('span', { className: 'hidden' }, piece);
    mark.dataset.name = nameOf(piece);
    return mark;
  });
};

/** Draws a text in a box of its own. */
export const drawBox = (text: string): HTMLElement => {
  const box = element('p', { className: 'text' });
  fill(box, text, drawText(text));
  return box;
};

/** A part that both texts have, or two parts that stand for each other. */
interface Chunk {
  readonly isCommon: boolean;
  before: string;
  after: string;
}

/** Longer comparisons show both texts whole: the table of one takes so many cells. */
const MAX_CELLS = 1_000_000;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

const toWords = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Finds the longest list of words that two texts have in common, in order. */
const compare = (before: string, after: string): Chunk[] => {
  const chunks: Chunk[] = [];
  const add = (isCommon: boolean, one: string, other = one) => {
    const last = chunks.at(-1);
    if (last?.isCommon === isCommon) [last.before, last.after] = [last.before + one, last.after + other];
    else if (one + other !== '') chunks.push({ isCommon, before: one, after: other });
  };
  const [left, right] = [toWords(before), toWords(after)];
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  add(true, left.splice(0, start).join(''));
  right.splice(0, start);
  let end = 0;
  while (end < Math.min(left.length, right.length) && left.at(-1 - end) === right.at(-1 - end)) end++;
  const rest = left.splice(left.length - end).join('');
  right.splice(right.length - end);

  const [rows, width] = [left.length, right.length + 1];
  const isLong = rows * width > MAX_CELLS;
  /** How many words the rests of both have in common. */
  const table = new Uint16Array(isLong ? 0 : (rows + 1) * width);
  const common = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0 && !isLong; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const without = Math.max(common(row + 1, column), common(row, column + 1));
      table[row * width + column] = left[row] === right[column] ? common(row + 1, column + 1) + 1 : without;
    }
  }
  for (let row = 0, column = 0; row < rows || column < right.length; ) {
    const [one = '', other = ''] = [left[row], right[column]];
    if (one === other && !isLong) {
      // A space that stayed between two changed words says nothing.
      const isGap = /^\s$/.test(one) && left[row + 1] !== right[column + 1] && chunks.at(-1)?.isCommon === false;
      add(!isGap, one);
      row++;
      column++;
    } else if (row < rows && (column === right.length || common(row + 1, column) >= common(row, column + 1))) {
      add(false, one, '');
      row++;
    } else {
      add(false, '', other);
      column++;
    }
  }
  add(true, rest);
  return chunks;
};

type Side = 'before' | 'after';

/** Draws one side of a chunk, inside an element if that side has it alone. */
const drawSide = (chunks: readonly Chunk[], index: number, side: Side, name: 'del' | 'ins' | 'mark') => {
  const { isCommon, [side]: text = '' } = chunks[index] ?? {};
  const next = chunks.slice(index + 1).find((chunk) => chunk[side] !== '')?.[side] ?? '\n';
  const drawn = drawText(text, !next.startsWith('\n'));
  if (isCommon) return drawn;
  return text === '' ? [] : [element(name, {}, ...drawn)];
};

/** Draws the text that replaced another, with what was removed and what was added. */
export const drawChange = (before: string, after: string): (Node | string)[] => {
  const chunks = compare(before, after);
  return chunks.flatMap(({ isCommon }, index) => [
    ...(isCommon ? [] : drawSide(chunks, index, 'before', 'del')),
    ...drawSide(chunks, index, 'after', 'ins'),
  ]);
};

/** Draws two texts for side by side, with what each has alone. */
export const drawSides = (left: string, right: string): [(Node | string)[], (Node | string)[]] => {
  const chunks = compare(left, right);
  const drawAll = (side: Side) => chunks.flatMap((_chunk, index) => drawSide(chunks, index, side, 'mark'));
  return [drawAll('before'), drawAll('after')];
};
