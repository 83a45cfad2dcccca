import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { DEFAULT_HEADING } from '../../src/domain/heading.ts';

type Node = DefaultTreeAdapterMap['node'];

/**
 * Yields the node and its descendants in document order. Does not recurse: a document may nest deeper than the call
 * stack.
 */
function* nodesIn(node: Node): Generator<Node> {
  const left = [node];
  for (let next = left.pop(); next; next = left.pop()) {
    yield next;
    if ('childNodes' in next) for (const child of next.childNodes.toReversed()) left.push(child);
  }
}

/** Reads the text of a node, as a browser's DOM would hold it. */
export const textOf = (node: Node): string =>
  Array.from(nodesIn(node), (inner) => ('value' in inner ? inner.value : '')).join('');

/** Finds the nodes with this name among the node and its descendants, in document order. */
export const find = (node: Node, name: string): Node[] =>
  [...nodesIn(node)].filter(({ nodeName }) => nodeName === name);

/**
 * Reads the text of the document's only h1, as a browser's DOM would hold it; undefined unless there is exactly one.
 */
export const headingOf = (document: string): string | undefined => {
  const [heading, ...others] = find(parse(document), 'h1');
  return heading && others.length === 0 ? textOf(heading) : undefined;
};

/** Reads the page's heading with `{}` for the string. Versions that had no other gave none. */
export const patternOf = (document: string): string => {
  const [main] = find(parse(document), 'main') as DefaultTreeAdapterMap['element'][];
  return main?.attrs.find(({ name }) => name === 'data-heading')?.value ?? DEFAULT_HEADING;
};
