import * as operator from '../../src/operator/heading-of.ts';

/** The text of the document's only h1, as a browser's DOM would hold it. */
export const headingOf = (document: string): string => {
  const heading = operator.headingOf(document);
  if (heading === undefined) throw new Error('The document has not exactly one h1');
  return heading;
};
