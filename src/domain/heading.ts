/** The page's heading, unless the operator has another: `{}` stands for the string. */
export const DEFAULT_HEADING = 'The saved string is {}';

const MAX_LENGTH = 200;

/** Whether a text can be the heading of a stage: one line of at most 200 characters with one `{}`. */
export const isHeading = (text: string): boolean =>
  text.split('{}').length === 2 &&
  text.length <= MAX_LENGTH &&
  text.isWellFormed() &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** Makes the text of the page's only heading. */
export const toHeading = (value: string, heading: string): string => heading.replace('{}', () => value);

/** Makes the heading's words for when the string can't be read, such as "The saved string can’t be read right now". */
export const toUnavailable = (heading: string): string =>
  toHeading('can’t be read right now', heading.replace(/\bis \{\}/, '{}')).replace(/^c/, 'C');

/**
 * @param length In characters. A longer text ends in an ellipsis. The default is the most that tabs and search engines
 * show.
 */
export const shorten = (text: string, length = 80): string => {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
};

/** Makes the title of a page with this heading. One without any text would have its address read out. */
export const toTitle = (heading: string): string => shorten(heading.trim() === '' ? 'Saved String' : heading);

/**
 * Says how a heading is set: like a book page or a poster, or, of an empty string, with a word that says so.
 *
 * @param value The string in it; undefined if it has none.
 */
export const classOf = (text: string, value: string | undefined): 'long' | 'empty' | '' => {
  if (value === '') return 'empty';
  return text.length > 160 ? 'long' : '';
};
