import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { build, type Plugin } from 'esbuild';
import fc from 'fast-check';
import { parse, serialize } from 'parse5';
import { CONTENT_SECURITY_POLICY, renderDocument } from '../../src/page/document.ts';
import { shorten } from '../../src/page/wording.ts';
import { initialRevision } from '../../src/saved-string/revision.ts';
import { replaceFile } from '../../stack/bundle/replace-file.ts';
import { headingOf, textsOfHead } from '../support/html.ts';

const render = (heading: string) => renderDocument({ heading, description: heading, etag: '"1"' });

/** Bundles a module of the page as serverless.yml says, and loads it. */
const bundle = async <Module>(file: string, plugins: Plugin[] = []): Promise<Module> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/page/${file}`, import.meta.url))],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    write: false,
    plugins,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`);
};

const anyText = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));

describe('the document', () => {
  test('shows the heading as it is, in one h1', () => {
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
  ])('holds %j unchanged, in the heading, the title and the previews', (text) => {
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

  test('holds any text without NUL unchanged', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(headingOf(render(value))).toBe(value);
        expect(textsOfHead(render(value))).toMatchObject({ title: shorten(value), description: shorten(value, 200) });
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

  test('has a policy that lets its own style sheet and script through by hash, and nothing else', () => {
    const hashOf = (element: string) => {
      const [, source = ''] = new RegExp(`<${element}[^>]*>(.*)</${element}>`, 's').exec(render('x')) ?? [];
      return createHash('sha256').update(source).digest('base64');
    };
    expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual([
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

  test('has a script of at most 1.5 KiB', async () => {
    const bundled = await bundle<typeof import('../../src/page/document.ts')>('document.ts');
    const document = bundled.renderDocument({ heading: 'x', description: 'x' });
    const [, script = ''] = /<script type="module">(.*)<\/script>/s.exec(document) ?? [];
    expect(script).toContain('fetch(');
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(1.5 * 1024);
  });
});

test('another build has other tags for the same revision', async () => {
  const tagOfBuild = async (styles: string) => {
    const shapes = await bundle<typeof import('../../src/page/shapes.ts')>('shapes.ts', [
      replaceFile('styles', { file: /src\/page\/styles\.ts$/, contents: `export const styles = '${styles}';` }),
    ]);
    return shapes.tagOf('text/html; charset=utf-8', initialRevision('the same'));
  };
  expect(await tagOfBuild('h1{}')).toBe(await tagOfBuild('h1{}'));
  expect(await tagOfBuild('h1{}')).not.toBe(await tagOfBuild('h1{color:red}'));
});

describe('a title', () => {
  test('of up to 80 characters stays whole, and a longer one ends in an ellipsis', () => {
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
