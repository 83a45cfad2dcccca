import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { toHtml } from '../../docs/print/to-html.ts';
import { serverlessYml } from '../../stack/read-stage.ts';
import { readMarkdown } from '../support/markdown.ts';

const root = new URL('../../', import.meta.url);
const files = globSync(['*.md', '.github/*.md', 'docs/**/*.md'], { cwd: root.pathname });

describe('the documents', () => {
  test('include the README and the runbook', () => {
    expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/operations.md']));
  });

  test.each(files)('contain no broken links: %s', (file) => {
    const own = new URL(file, root);
    const broken = readMarkdown(own).links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const target = new URL(link, own);
      const anchor = target.hash.slice(1);
      target.hash = '';
      return !existsSync(target) || (anchor !== '' && !readMarkdown(target).anchors.has(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('have every section that an alarm names', () => {
    const alarms = readFileSync(new URL('stack/alarms.yml', root), 'utf8');
    const named = alarms.matchAll(/See \$\{param:runbookUrl\}#(\S+)/g);
    const sections = [...named].map(([, section]) => section);
    const { anchors } = readMarkdown(new URL('docs/operations.md', root));
    expect(sections).toHaveLength(8);
    expect(sections.filter((section = '') => !anchors.has(section))).toEqual([]);
  });

  test('list every parameter of a stage', () => {
    const listed = readFileSync(new URL('docs/operations.md', root), 'utf8').matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm);
    const names = [...listed].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '));
    expect(names).toEqual(expect.arrayContaining(Object.keys(serverlessYml.params.default)));
  });

  test('have a place for each table of the benchmark', () => {
    const text = readFileSync(new URL('docs/performance.md', root), 'utf8');
    const places = [...text.matchAll(/<!-- ([\w ]+) -->\n[\s\S]*?<!-- end -->/g)].map(([, place]) => place);
    expect(places).toEqual(['candidates', 'memory sizes', 'expensive requests', 'load']);
  });

  // Where a fact stands in two places, one of them grows old. Each pattern finds its figure, and enough of the sentence.
  test.each<readonly [string, RegExp, number]>([
    ['the time of all tests, in minutes', /npm test`? .*?\b(\d+) min/g, 2],
    ['the price of a million views', /million (?:page )?views(?: cost|,) \[?(\d\.\d\d) dollars/g, 2],
    ['the price of a million views with the edge cache', /million views cost (1\.\d\d to\s\d\.\d\d)/g, 2],
    ['DynamoDB’s price', /DynamoDB\*{0,2},? (?:on demand )?\|[^|]*?(0\.\d+) per million/g, 1],
    ['the longest string, in KiB', /(?:value over|string has|string of|max\w* of) (\d+) KiB/g, 2],
    ['the longest note, in characters', /note (?:over )?(\d+) characters/g, 2],
    ['planned strings together, in KiB', /(\d+) KiB together/g, 1],
    ['the default memory', /(?:with|default is) ([\d,]+) MB/g, 2],
    ['memory that serve gives away, in MB', /(\d+) MB in all/g, 1],
  ])('agree on %s', (_fact, pattern, places) => {
    const found = files
      .filter((file) => file !== 'CHANGELOG.md')
      .flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(pattern)])
      .map(([, figure = '']) => figure.replace(/\s/g, ' '));
    expect(found.length).toBeGreaterThanOrEqual(places);
    expect(new Set(found).size).toBe(1);
  });

  test('can be printed: a PDF has nothing beside it', () => {
    const source = new URL('docs/solution.md', root);
    const html = toHtml(readFileSync(source, 'utf8'), source);
    expect(html).toContain('<img src="data:image/svg+xml;base64,');
    expect(html).not.toMatch(/href="(?!https:)/);
  });
});
