import { describe, expect, test } from '@jest/globals';
import { parseLifetime } from '../../cli/arguments.ts';
import { checkName, comparableName } from '../../cli/editors/registry.ts';
import { CommandError, UsageError } from '../../cli/errors.ts';
import { isExpired } from '../../src/domain/editor.ts';

const HOUR = 3_600_000;

describe('how long a token lives', () => {
  test.each([
    ['12h', 12 * HOUR],
    ['90d', 90 * 24 * HOUR],
    ['4w', 28 * 24 * HOUR],
    ['3650d', 3650 * 24 * HOUR],
  ])('%s', (text, milliseconds) => {
    expect(parseLifetime('--expires', 3650)(text)).toBe(milliseconds);
  });

  test.each(['', '90', 'd', '0d', '-1d', '1.5d', '90 d', '90days', '1y', '3651d', '999999w', '٣d'])(
    'not %j',
    (text) => {
      expect(() => parseLifetime('--expires', 3650)(text)).toThrow(UsageError);
    },
  );
});

describe('the name of an editor', () => {
  test.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['José Ñandú', 'José Ñandú'],
    ['Jose\u0301', 'José'],
    ['Ａｄａ', 'Ada'],
    ['Ada\u00a0\u3000Lovelace', 'Ada Lovelace'],
    ['山田 太郎', '山田 太郎'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['Team 7', 'Team 7'],
  ])('%j is stored as %j', (text, name) => expect(checkName(text)).toBe(name));

  test.each([
    ['', /1 to 64 characters/],
    [' Ada', /no space at either end/],
    ['Ada\u3000', /no space at either end/],
    ['x'.repeat(65), /1 to 64 characters/],
    ['Ada\nGrace', /invisible character/],
    ['Ada\u001b[31m', /invisible character/],
    ['Ada\u202eecarG', /invisible character/],
    ['Ada\u2066', /invisible character/],
    ['A\u200bda', /invisible character/],
    ['A\u200dda', /invisible character/],
    ['Ada\ufeff', /invisible character/],
    ['Ada\u00ad', /invisible character/],
    ['\u3164', /invisible character/],
    ['Ada\ufe0f', /invisible character/],
    ['Ada\u{e0041}', /invisible character/],
    ['Ada\u2028', /invisible character/],
    ['\u2800', /invisible character/],
    ['\ud800', /invisible character/],
    ['246813579024', /numbers identify tokens/],
    ['２４６８１３５７９０２４', /numbers identify tokens/],
    ['7', /numbers identify tokens/],
  ])('%j is refused', (text, reason) => {
    expect(() => checkName(text)).toThrow(CommandError);
    expect(() => checkName(text)).toThrow(reason);
  });

  test.each(['ada lovelace', 'Ada\u2003 Lovelace', 'A\u200bda Lovelace', 'Ａda Lovelace', '\u202dAda Lovelace'])(
    '%j looks like Ada Lovelace',
    (text) => expect(comparableName(text)).toBe(comparableName('Ada Lovelace')),
  );

  test('of another editor looks different', () => {
    expect(comparableName('Ada Lovelace')).not.toBe(comparableName('Ada Lovelade'));
  });
});

describe('a token', () => {
  const now = new Date('2026-06-01T12:00:00.000Z');

  test.each(['2026-06-01T12:00:00.001Z', '2026-06-01T12:00:01Z', '9999-01-01T00:00:00.000Z'])(
    'is good until %j',
    (expiresAt) => expect(isExpired({ expiresAt }, now)).toBe(false),
  );

  test.each(['2026-06-01T12:00:00.000Z', '', 'never', 'soon 2030', '9999', '2026-13-01T00:00:00Z', '9999-01-01', 'z'])(
    'is expired with %j',
    (expiresAt) => expect(isExpired({ expiresAt }, now)).toBe(true),
  );
});
