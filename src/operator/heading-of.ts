import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** What stands in a node, as a browser's DOM would hold it. */
export const textOf = (node: Node): string => {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
};

/** The node itself and what is in it, in order, as far as it has this name. */
export const find = (node: Node, name: string): Node[] => [
  ...(node.nodeName === name ? [node] : []),
  ...('childNodes' in node ? node.childNodes.flatMap((child) => find(child, name)) : []),
];

/** The text of the document's only h1, as a browser's DOM would hold it; undefined where there is not exactly one. */
export const headingOf = (document: string): string | undefined => {
  const [heading, ...others] = find(parse(document), 'h1');
  return heading && others.length === 0 ? textOf(heading) : undefined;
};
