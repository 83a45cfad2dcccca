import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** The node itself and what is in it, in order. Does not recurse: a document may nest deeper than the call stack. */
function* nodesIn(node: Node): Generator<Node> {
  const left = [node];
  for (let next = left.pop(); next; next = left.pop()) {
    yield next;
    if ('childNodes' in next) for (const child of next.childNodes.toReversed()) left.push(child);
  }
}

/** The text in a node, as a browser's DOM would hold it. */
export const textOf = (node: Node): string =>
  Array.from(nodesIn(node), (inner) => ('value' in inner ? inner.value : '')).join('');

/** The node itself and what is in it, in order, as far as it has this name. */
export const find = (node: Node, name: string): Node[] =>
  [...nodesIn(node)].filter(({ nodeName }) => nodeName === name);

/** The text of the document's only h1, as a browser's DOM would hold it; undefined where there is not exactly one. */
export const headingOf = (document: string): string | undefined => {
  const [heading, ...others] = find(parse(document), 'h1');
  return heading && others.length === 0 ? textOf(heading) : undefined;
};
