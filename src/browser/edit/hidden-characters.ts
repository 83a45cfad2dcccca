// Characters that nobody sees, or takes for a space. Within an emoji the reader does see them: they make one picture.
const EMOJI_OR_HIDDEN = /\p{RGI_Emoji}|[[\p{Cc}\p{DI}\p{Zl}\p{Zp}\p{Zs}\ufff9-\ufffb]--[ \n\t]]| +(?=\n|$)/gv;

const IS_EMOJI = /^\p{RGI_Emoji}$/v;

const NAMES: Readonly<Record<string, string>> = {
  '\r': 'carriage return',
  ' ': 'trailing space',
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u061c': 'Arabic letter mark',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'pop directional formatting',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'pop directional isolate',
  '\ufeff': 'zero-width no-break space',
};

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const familyOf = (character: string): string => {
  if (/[\u{e0000}-\u{e007f}]/u.test(character)) return 'tag';
  if (/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(character)) return 'variation selector';
  return /\p{Zs}/u.test(character) ? 'wide or narrow space' : 'invisible character';
};

/** Names a hidden character, such as "no-break space (U+00A0)". */
export const nameOf = (character: string): string =>
  `${NAMES[character] ?? familyOf(character)} (${codeOf(character)})`;

/** A run of text, or one hidden character. */
interface Piece {
  readonly text: string;
  readonly isHidden: boolean;
}

/** Splits a text; together, the pieces are the text again. */
export const findHidden = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(EMOJI_OR_HIDDEN)) {
    if (IS_EMOJI.test(match)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), isHidden: false });
    for (const character of match) pieces.push({ text: character, isHidden: true });
    end = index + match.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isHidden: false });
  return pieces;
};

/** Counts the hidden characters by name, such as "2 × soft hyphen (U+00AD)"; empty if there are none. */
export const summarize = (text: string): string => {
  const counts = new Map<string, number>();
  for (const { text: character, isHidden } of findHidden(text)) {
    if (isHidden) counts.set(nameOf(character), (counts.get(nameOf(character)) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
};

/** Removes the hidden characters. Spaces within a line become plain ones. */
export const removeHidden = (text: string): string => {
  const pieces = findHidden(text).map((piece) =>
    piece.isHidden ? (/[\p{Zs}--[ ]]/v.test(piece.text) ? ' ' : '') : piece.text,
  );
  return pieces.join('').replaceAll(/ +$/gm, '');
};
