/** Makes the text of the page's only heading. */
export const toHeading = (value: string): string => `The saved string is ${value}`;

/**
 * @param length In characters. A longer text ends in an ellipsis. The default is the most that tabs and search engines
 * show.
 */
export const shorten = (text: string, length = 80): string => {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
};

/** Whether a heading is set like a book page instead of a poster. */
export const isLong = (heading: string): boolean => heading.length > 160;
