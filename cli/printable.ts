// Characters that move the cursor or control the terminal, turn the order of others around, or carry a text that nobody
// sees. Flags of regions are emojis that end in such a text, and are shown.
const EMOJI_OR_UNSAFE =
  /\p{RGI_Emoji}|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u206a-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/gv;

const IS_EMOJI = /^\p{RGI_Emoji}$/v;

/** Spells out each match of a pattern by its characters, such as `\u{1b}`. */
export const spellOut = (text: string, pattern: RegExp): string =>
  text.replaceAll(pattern, (match) =>
    IS_EMOJI.test(match) ? match : Array.from(match, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join(''),
  );

/** An empty string, as the page shows it. */
export const orNothing = (text: string): string => text || '(nothing)';

/** Makes foreign text safe to print on one line of a terminal. It stays what it is, apart from what could mislead. */
export const printable = (text: string): string => spellOut(text, EMOJI_OR_UNSAFE);
