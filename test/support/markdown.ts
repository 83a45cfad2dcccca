import { readFileSync } from 'node:fs';
import { marked, type Token, type Tokens } from 'marked';

interface Markdown {
  /** Lists the anchors of the headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Lists the targets of links and pictures, as written. */
  readonly links: readonly string[];
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const isLink = (token: Token): token is Tokens.Link | Tokens.Image => token.type === 'link' || token.type === 'image';

const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');

/** @throws Error when two headings have the same anchor, because no link could reach the second one. */
export const readMarkdown = (file: URL): Markdown => {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(readFileSync(file, 'utf8')), (token) => {
    tokens.push(token);
  });
  const anchors = tokens.filter(isHeading).map(({ text }) => toAnchor(text));
  const twice = anchors.find((anchor, index) => anchors.indexOf(anchor) !== index);
  if (twice !== undefined) throw new Error(`${file.pathname} has two headings #${twice}`);
  return { anchors: new Set(anchors), links: tokens.filter(isLink).map(({ href }) => href) };
};
