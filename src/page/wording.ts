// What the page makes of a string. Its script does so again, with a new one, and gets these functions as they are: by their
// source, so that they must not use anything from outside.

export const toHeading = (value: string): string => `The saved string is ${value}`;

/** @param length in characters; what does not fit ends in an ellipsis. The default is what a browser's tab and a search engine show. */
export const shorten = (text: string, length = 80): string => {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
};

/** Whether a heading is rather to be read like a page of a book than seen like a poster. */
export const isLong = (heading: string): boolean => heading.length > 160;
