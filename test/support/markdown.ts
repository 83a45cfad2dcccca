import { readFileSync } from 'node:fs';
import { marked, type Token, type Tokens } from 'marked';

interface Markdown {
  /** Lists the anchors of the headings, as GitHub makes them, except those that two headings have. */
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

export const readMarkdown = (file: URL): Markdown => {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(readFileSync(file, 'utf8')), (token) => {
    tokens.push(token);
  });
  const anchors = tokens.filter(isHeading).map(({ text }) => toAnchor(text));
  // A link to one of two equal headings would lead to the first, whichever was meant.
  const unique = anchors.filter((anchor) => anchors.indexOf(anchor) === anchors.lastIndexOf(anchor));
  return { anchors: new Set(unique), links: tokens.filter(isLink).map(({ href }) => href) };
};
