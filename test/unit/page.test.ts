import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, serialize } from 'parse5';
import { CONTENT_SECURITY_POLICY, renderDocument } from '../../src/page/document.ts';
import { headingOf } from '../support/html.ts';

describe('the document', () => {
  test('shows the heading as it is, in one h1', () => {
    expect(renderDocument('The saved string is dynamic string')).toContain(
      '<h1>The saved string is dynamic string</h1>',
    );
  });

  test.each([
    '<script>alert(1)</script>',
    '</h1><img src=x onerror=alert(1)>',
    '"&amp;\'',
    '$& $1 %s',
    'one\r\ntwo\rthree\n',
    '\u0001\u000b\u007f\u0085\ufeff\ufffe\u202e\u200d',
    'é e\u0301 👩‍👩‍👧',
  ])('holds %j unchanged', (text) => {
    expect(headingOf(renderDocument(text))).toBe(text);
  });

  test('holds any text without NUL unchanged', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, (value) => headingOf(renderDocument(value)) === value),
      { numRuns: 2_000 },
    );
  });

  test('is well-formed HTML: parsing and writing it changes nothing but the doctype’s spelling', () => {
    const errors: string[] = [];
    const tree = parse(renderDocument('x'), { onParseError: ({ code }) => errors.push(code) });
    expect(errors).toEqual([]);
    expect(serialize(tree)).toContain('<html lang="en">');
  });

  test('has a policy that lets its own style sheet through by hash, and no script at all', () => {
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(renderDocument('x')) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(CONTENT_SECURITY_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
  });
});
