const BEGINNING = 'The saved string is ';

/** Makes the text of the page's only heading. */
export const toHeading = (value: string): string => BEGINNING + value;

/**
 * @param length In characters. A longer text ends in an ellipsis. The default is the most that tabs and search engines
 * show.
 */
export const shorten = (text: string, length = 80): string => {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
};

/** Says how a heading is set: like a book page or a poster, or, of an empty string, with a word that says so. */
export const classOf = (heading: string): 'long' | 'empty' | '' => {
  if (heading.length > 160) return 'long';
  return heading === BEGINNING ? 'empty' : '';
};
