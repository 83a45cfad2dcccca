import { readFileSync } from 'node:fs';
import { Marked } from 'marked';

const style = readFileSync(new URL('print.css', import.meta.url), 'utf8');

/**
 * Makes a document of Markdown that needs nothing beside it: pictures are in it, and links to other files of the
 * repository, which paper can't follow, are their text.
 *
 * @param base The Markdown's own address. Pictures are SVG files.
 */
export const toHtml = (markdown: string, base: URL): string => {
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        return href.startsWith('https:') ? `<a href="${href}">${text}</a>` : text;
      },
      image({ href, text }) {
        const svg = readFileSync(new URL(href, base)).toString('base64');
        return `<img src="data:image/svg+xml;base64,${svg}" alt="${text}">`;
      },
    },
  });
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? '';
  const body = marked.parse(markdown, { async: false });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style>${body}</html>`;
};
