import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, serialize } from 'parse5';
import { DEFAULT_HEADING, shorten, toTitle } from '../../src/domain/heading.ts';
import { createDocument } from '../../src/routes/page/document.ts';
import { headingOf, textsOfHead } from '../support/html.ts';

const site = { script: 'poll();', lang: 'en', heading: DEFAULT_HEADING, domain: undefined, pollSeconds: 2 };
const page = createDocument(site);
const render = (heading: string) => page.render({ heading, shown: { value: heading, etag: '"1"', version: 1 } });

const anyText = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));

describe('the document', () => {
  test('shows the heading unchanged, in one h1', () => {
    expect(render('The saved string is dynamic string')).toContain('<h1>The saved string is dynamic string</h1>');
  });

  test.each([
    '<script>alert(1)</script>',
    '</h1><img src=x onerror=alert(1)>',
    '</title><script>alert(1)</script>',
    '"&amp;\'',
    '$& $1 %s',
    'one\r\ntwo\rthree\n',
    '\u0001\u000b\u007f\u0085\ufeff\ufffe\u202e\u200d',
    'é e\u0301 👩‍👩‍👧',
  ])('keeps %j unchanged in the heading, the title and the previews', (text) => {
    expect(headingOf(render(text))).toBe(text);
    expect(textsOfHead(render(text))).toEqual({
      title: text,
      description: text,
      'og:type': 'website',
      'og:site_name': 'Saved String',
      'og:title': text,
      'og:description': text,
    });
  });

  test('keeps any text without NUL unchanged', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(headingOf(render(value))).toBe(value);
        expect(textsOfHead(render(value))).toMatchObject({ title: toTitle(value), description: shorten(value, 200) });
      }),
      { numRuns: 2_000 },
    );
  });

  test('is well-formed HTML: parsing and writing it changes nothing but the doctype’s spelling', () => {
    const errors: string[] = [];
    const tree = parse(render('x'), { onParseError: ({ code }) => errors.push(code) });
    expect(errors).toEqual([]);
    expect(serialize(tree)).toContain('<html lang="en">');
  });

  test('names its language and, in link previews, the stage’s domain', () => {
    expect(textsOfHead(render('x'))).not.toHaveProperty('og:url');
    const japanese = createDocument({ ...site, lang: 'ja', domain: 'string.example.com' });
    const text = japanese.render({ heading: 'x' });
    expect(text).toContain('<html lang="ja">');
    expect(textsOfHead(text)).toMatchObject({ 'og:url': 'https://string.example.com/' });
  });

  test('has a policy that allows only its own style sheet and script, by hash', () => {
    const hashOf = (element: string) => {
      const [, source = ''] = new RegExp(`<${element}[^>]*>(.*)</${element}>`, 's').exec(render('x')) ?? [];
      return createHash('sha256').update(source).digest('base64');
    };
    expect(page.contentSecurityPolicy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hashOf('style')}'`,
      `script-src 'sha256-${hashOf('script')}'`,
      "connect-src 'self'",
      'img-src data:',
      "require-trusted-types-for 'script'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });
});

describe('a title', () => {
  test('stays whole up to 80 characters, and ends in an ellipsis beyond', () => {
    expect(shorten('x'.repeat(80))).toBe('x'.repeat(80));
    expect(shorten('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(shorten('x'.repeat(30_000), 200)).toBe(`${'x'.repeat(199)}…`);
  });

  test('never cuts a character in two', () => {
    expect(shorten('😀'.repeat(80))).toBe('😀'.repeat(80));
    expect(shorten('😀'.repeat(81))).toBe(`${'😀'.repeat(79)}…`);
    fc.assert(fc.property(anyText, fc.nat(300), (text, length) => shorten(text, length + 1).isWellFormed()));
  });
});
