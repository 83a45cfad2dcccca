import { diffArrays } from 'diff';
import { element } from './dom.ts';
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
    const mark = element('span', { className: 'hidden', title: nameOf(piece) }, piece);
    mark.dataset.name = nameOf(piece);
    return mark;
  });
};

/** A part that both texts have, or two parts that stand for each other. */
interface Chunk {
  readonly isCommon: boolean;
  before: string;
  after: string;
}

/** Longer comparisons show both texts whole. */
const DIFF_TIMEOUT_MS = 300;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

const toWords = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment);

const compare = (before: string, after: string): Chunk[] => {
  const parts = diffArrays(toWords(before), toWords(after), { timeout: DIFF_TIMEOUT_MS });
  if (!parts) return [{ isCommon: false, before, after }];
  const chunks: Chunk[] = [];
  for (const [index, { added, removed, value }] of parts.entries()) {
    const text = value.join('');
    const isBetween = index > 0 && index < parts.length - 1;
    // A space that stayed between two changed words says nothing.
    const isCommon = !added && !removed && !(isBetween && /^\s*$/.test(text));
    let chunk = chunks.at(-1);
    if (!chunk || chunk.isCommon || isCommon) {
      chunk = { isCommon, before: '', after: '' };
      chunks.push(chunk);
    }
    if (!added) chunk.before += text;
    if (!removed) chunk.after += text;
  }
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
