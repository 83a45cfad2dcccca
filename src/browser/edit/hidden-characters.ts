// Characters that nobody sees, or takes for a space. Within an emoji the reader does see them: they make one picture.
const EMOJI_OR_HIDDEN = /(\p{RGI_Emoji}|[[\p{Cc}\p{DI}\p{Zl}\p{Zp}\p{Zs}\ufff9-\ufffb]--[ \n\t]]| +(?=\n|$))/v;

const IS_EMOJI = /^\p{RGI_Emoji}$/v;

/** The first that matches. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/ /, 'space at the end'],
  [/\r/, 'carriage return'],
  [/\u00a0/, 'no-break space'],
  [/\u00ad/, 'soft hyphen'],
  [/[\u200b-\u200d\u2060\ufeff]/, 'zero-width character'],
  [/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/, 'direction mark'],
  [/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u, 'variation selector'],
  [/\p{Zs}/u, 'wide or narrow space'],
  [/[\p{Zl}\p{Zp}]/u, 'separator of lines'],
];

export const nameOf = (character: string): string =>
  NAMES.find(([pattern]) => pattern.test(character))?.[1] ?? 'hidden character';

/** A run of text, or one hidden character. */
interface Piece {
  readonly text: string;
  readonly isHidden: boolean;
}

/** Splits a text; together, the pieces are the text again. */
export const findHidden = (text: string): Piece[] =>
  text.split(EMOJI_OR_HIDDEN).flatMap((part, index) => {
    // Every other part is a match.
    const isHidden = index % 2 === 1 && !IS_EMOJI.test(part);
    return (isHidden ? [...part] : [part]).map((piece) => ({ text: piece, isHidden }));
  });

/** Counts the hidden characters by name, such as "a soft hyphen, 2 × direction mark"; empty if there are none. */
export const summarize = (text: string): string => {
  const names = findHidden(text).flatMap(({ text: character, isHidden }) => (isHidden ? [nameOf(character)] : []));
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, { length }]) => (length === 1 ? `a ${name}` : `${length} × ${name}`))
    .join(', ');
};

/** Removes the hidden characters. Spaces within a line become plain ones. */
export const removeHidden = (text: string): string => {
  const pieces = findHidden(text).map((piece) =>
    piece.isHidden ? (/[\p{Zs}--[ ]]/v.test(piece.text) ? ' ' : '') : piece.text,
  );
  return pieces.join('').replaceAll(/ +$/gm, '');
};
