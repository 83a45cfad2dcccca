import { type DefaultTreeAdapterMap, parse } from 'parse5';
import * as operator from '../../src/operator/heading-of.ts';

/** The text of the document's only h1, as a browser's DOM would hold it. */
export const headingOf = (document: string): string => {
  const heading = operator.headingOf(document);
  if (heading === undefined) throw new Error('The document has not exactly one h1');
  return heading;
};

type Node = DefaultTreeAdapterMap['node'];

const elements = (node: Node): DefaultTreeAdapterMap['element'][] => [
  ...('tagName' in node ? [node] : []),
  ...('childNodes' in node ? node.childNodes.flatMap(elements) : []),
];

/** What a document says besides its body, for tabs, search engines and previews of links: by the name of the element or property. */
export const textsOfHead = (document: string): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const { tagName, attrs, childNodes } of elements(parse(document))) {
    const attribute = (name: string) => attrs.find((each) => each.name === name)?.value;
    const name = attribute('property') ?? attribute('name');
    if (tagName === 'title') texts.title = childNodes.map((node) => ('value' in node ? node.value : '')).join('');
    if (tagName === 'meta' && name !== undefined && name !== 'viewport') texts[name] = attribute('content') ?? '';
  }
  return texts;
};
