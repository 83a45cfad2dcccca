/**
 * Makes foreign text safe to print: characters that could move the cursor, change colours or reorder a line are spelled
 * out, such as `\u{1b}`.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
