/**
 * Spells text out in printable ASCII, with every other UTF-16 code unit as `\uXXXX`. Equal only for equal code units,
 * so comparisons show every difference, and transport can't change it.
 *
 * Its source also runs in browsers, so it must not use anything from outside.
 */
export const spellOut = (text: string): string =>
  text.replace(/[^ -[\]-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
