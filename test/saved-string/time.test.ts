import { describe, expect, test } from '@jest/globals';
import { parseTime } from '../../src/domain/time.ts';

describe('a time', () => {
  test.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.5+01:00', '2026-01-31T08:30:00.500Z'],
    ['2026-01-31t23:30:00.123456789-11:30', '2026-02-01T11:00:00.123Z'],
    ['2028-02-29T00:00:00-00:00', '2028-02-29T00:00:00.000Z'],
    // RFC 3339, section 5.8, and any fraction of a second.
    ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00.000Z'],
    ['1990-12-31T15:59:60-08:00', '1991-01-01T00:00:00.000Z'],
    ['2015-06-30T23:59:60.5Z', '2015-07-01T00:00:00.000Z'],
    ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
    // Section 5.6, a note: as `date --rfc-3339` prints it (https://github.com/appc/spec/issues/264).
    ['2026-01-31 09:30:00.5+01:00', '2026-01-31T08:30:00.500Z'],
    ['2026-01-31T09:30:00.1234567890123Z', '2026-01-31T09:30:00.123Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseTime('from', text).toISOString()).toBe(expected);
  });

  test.each([
    ['2026-02-31T00:00:00Z', '`from` is a time that does not exist: 2026-02-31T00:00:00Z.'],
    ['2026-02-29T00:00:00+01:00', /does not exist/],
    ['2026-01-31T24:00:00Z', /does not exist/],
    ['2026-01-31T23:59:60Z', /does not exist/],
    ['2026-12-31T23:59:60+01:00', /does not exist/],
    ['2026-12-31T12:59:60Z', /does not exist/],
    ['2026-12-31T23:59:61Z', /does not exist/],
    ['2026-01-31T09:30:00', /^`from` must be a time with its offset from UTC, such as 2026-01-31T09:30:00\+01:00 or /],
    ['2026-01-31', /with its offset/],
    ['2026-01-31T09:30Z', /with its offset/],
    ['2026-01-31T09:30:00+24:00', /with its offset/],
    ['2026-01-31T09:30:00+0100', /with its offset/],
    ['2026-01-31  09:30:00Z', /with its offset/],
    ['2026-01-31T09:30:00,5Z', /with its offset/],
    ['tomorrow', /with its offset/],
    ['', /with its offset/],
    [1_769_851_800_000, /with its offset/],
    [Object.create(null), /with its offset/],
  ])('%s is refused', (text, message) => {
    expect(() => parseTime('from', text)).toThrow(message);
    expect(() => parseTime('from', text)).toThrow(expect.objectContaining({ name: 'InvalidInputError' }));
  });
});
