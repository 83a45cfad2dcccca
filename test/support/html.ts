import { type DefaultTreeAdapterMap, parse } from 'parse5';
import * as operator from '../../cli/smoke/heading-of.ts';

/** Reads the text of the document's only h1, as a browser's DOM would hold it. */
export const headingOf = (document: string): string => {
  const heading = operator.headingOf(document);
  if (heading === undefined) throw new Error('The document does not have exactly one h1');
  return heading;
};

/** Reads a document's metadata for tabs, search engines and link previews, by the name of the element or property. */
export const textsOfHead = (document: string): Record<string, string> => {
  const tree = parse(document);
  const texts: Record<string, string> = { title: operator.find(tree, 'title').map(operator.textOf).join('') };
  for (const meta of operator.find(tree, 'meta') as DefaultTreeAdapterMap['element'][]) {
    const {
      property,
      name = property,
      content = '',
    } = Object.fromEntries(meta.attrs.map(({ name, value }) => [name, value]));
    if (name !== undefined && name !== 'viewport') texts[name] = content;
  }
  return texts;
};
