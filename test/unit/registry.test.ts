import { describe, expect, test } from '@jest/globals';
import { EditorError, parseLifetime } from '../../src/editors/registry.ts';

const HOUR = 3_600_000;

describe('how long a token lives', () => {
  test.each([
    ['12h', 12 * HOUR],
    ['90d', 90 * 24 * HOUR],
    ['4w', 28 * 24 * HOUR],
    ['3650d', 3650 * 24 * HOUR],
  ])('%s', (text, milliseconds) => {
    expect(parseLifetime(text)).toBe(milliseconds);
  });

  test.each(['', '90', 'd', '0d', '-1d', '1.5d', '90 d', '90days', '1y', '3651d', '999999w', '٣d'])(
    'not %j',
    (text) => {
      expect(() => parseLifetime(text)).toThrow(EditorError);
    },
  );
});
