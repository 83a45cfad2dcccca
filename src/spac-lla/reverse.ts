/**
 * Reverses a text by what people take for one character: an emoji of several code points, or a letter with its accents,
 * stays whole (Unicode Standard Annex 29).
 */
export const reverse = (text: string): string =>
  // Made here: a Node without full ICU crashes, and only this route may feel it.
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
    .reverse()
    .join('');
