/**
 * The text in printable ASCII, every other UTF-16 code unit as `\uXXXX`: equal for equal code units, and for nothing else.
 * Made for comparing: a difference can be seen, and nothing on the way can change it.
 *
 * It runs in browsers too, by its source, and so it must not use anything from outside.
 */
export const spellOut = (text: string): string =>
  text.replace(/[^ -[\]-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
