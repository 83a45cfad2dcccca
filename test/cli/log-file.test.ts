import { describe, expect, test } from '@jest/globals';
import { readLogFile } from '../../cli/transfer/log-file.ts';
import { formatRecord, type LogRecord } from '../../cli/transfer/log-record.ts';
import type { PlannedString } from '../../src/domain/entry.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { MAX_BYTES, ODD_STRINGS } from '../support/strings/odd-strings.ts';

const lineOf = (version: number, other: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ ...createRevision(version), ...other })}\n`;

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const read = (file: string | Buffer, chunkSize = 1_000): Promise<Revision[]> =>
  Array.fromAsync(readLogFile(chunks(Buffer.from(file), chunkSize)), ({ revision }) => revision);

describe('a log as a file', () => {
  test('has one line of JSON per revision, with the fields in a fixed order', () => {
    const { version, ...others } = createRevision(2, { note: 'why', restores: 1 });
    expect(formatRecord(toEntry({ ...others, version }))).toBe(
      '{"version":2,"value":"value 2","savedAt":"2026-01-31T09:30:00.000Z","savedBy":"Ada","note":"why","restores":1}',
    );
  });

  test.each([1, 7, 64 * 1024])('gives back every odd string if it arrives in pieces of %i bytes', async (size) => {
    const revisions = Object.values(ODD_STRINGS)
      .flat()
      .filter((value) => value.length < 1_000)
      .map((value, index) => createRevision(index + 1, { value, note: 'ü', restores: index % 2 ? index : null }));
    const file = revisions.map((revision) => `${formatRecord(toEntry(revision))}\n`).join('');
    expect(await read(file, size)).toEqual(revisions);
  });

  const planned: PlannedString = {
    id: '1',
    value: 'x',
    from: '2026-01-31T10:00:00.000Z',
    until: '2026-01-31T11:00:00.000Z',
    repeat: null,
    timeZone: null,
    skipped: [],
    note: null,
    plannedBy: 'Ada',
  };
  const daily = { repeat: 'FREQ=DAILY', timeZone: 'UTC' };
  const plan = (other: Record<string, unknown>, count = 1) => ({
    plan: 'key-1',
    planned: Array(count).fill({ ...planned, ...other }),
  });
  const { id: _, repeat: __, timeZone: ___, skipped: ____, ...oldPlanned } = planned;
  const oldPlan = (other: Record<string, unknown>) => lineOf(2, { plan: [{ ...oldPlanned, ...other }] });
  const toRecord = (revision: Revision): LogRecord => ({ revision, returns: null, plan: null, at: null });
  const readRecords = (file: string): Promise<LogRecord[]> =>
    Array.fromAsync(readLogFile(chunks(Buffer.from(file), 1_000)));

  test('keeps ends and plans, and does not mention them where there are none', async () => {
    const revision = createRevision(1, { until: planned.until, keeps: 0 });
    const weekly = { ...planned, id: '1.5', repeat: 'FREQ=WEEKLY', timeZone: 'Europe/Dublin', skipped: [planned.from] };
    // Planned when any COUNT was accepted.
    const long = { ...weekly, repeat: 'FREQ=MONTHLY;COUNT=999' };
    const old = { revision, returns: 0, plan: 'key-1', planned: [planned, weekly, long], at: null };
    expect(await readRecords(`${formatRecord(old)}\n`)).toEqual([old]);
    const record = { revision, returns: 0, plan: 'key-1', planned: [planned], at: Date.parse(planned.from) };
    const next = { ...toRecord(createRevision(2)), plan: 'key-1' };
    const file = [record, next].map((each) => `${formatRecord(each)}\n`).join('');
    expect(await readRecords(file)).toEqual([record, next]);
    expect(formatRecord(toRecord(createRevision(1)))).not.toMatch(/until|keeps|returns|plan|at"/);
    expect(formatRecord(record)).toBe(
      '{"version":1,"value":"value 1","savedAt":"2026-01-31T09:30:00.000Z","savedBy":"Ada","note":null,"restores":null,' +
        '"until":"2026-01-31T11:00:00.000Z","keeps":0,"returns":0,"plan":"key-1","planned":[{"id":"1","value":"x",' +
        '"from":"2026-01-31T10:00:00.000Z","until":"2026-01-31T11:00:00.000Z","repeat":null,"timeZone":null,' +
        '"skipped":[],"note":null,"plannedBy":"Ada"}],"at":"2026-01-31T10:00:00.000Z"}',
    );
  });

  test('may be of 0.2, whose last line has what is planned, and what returns', async () => {
    const until = '2026-01-31T09:45:00.000Z';
    const [, last] = await readRecords(lineOf(1) + lineOf(2, { until, returns: 1, plan: [oldPlanned] }));
    expect(last).toMatchObject({
      returns: 1,
      plan: 'v2',
      planned: [
        { id: '2', value: null, until, plannedBy: 'Ada' },
        { ...planned, id: '2.0' },
      ],
    });
    expect(
      await readRecords(
        `${formatRecord(last as LogRecord)}\n`
          .replace('"version":2', '"version":1')
          .replace('returns":1', 'returns":0')
          .replace('"id":"2"', '"id":"1"'),
      ),
    ).toHaveLength(1);
  });

  test('is valid when it is empty', async () => expect(await read('')).toEqual([]));

  test('is valid with the longest value in its longest spelling', async () => {
    const value = '\u0001'.repeat(MAX_BYTES);
    expect(await read(lineOf(1, { value }))).toEqual([createRevision(1, { value })]);
  });

  test('is valid after an edit: spaces, another order of fields and Windows line ends change nothing', async () => {
    const line =
      '{ "value": "a", "version": 1, "savedBy": "Ada", "restores": null, "note": null, "savedAt": "2026-01-31T09:30:00Z" }\r\n';
    expect(await read(line)).toEqual([createRevision(1, { value: 'a', savedAt: '2026-01-31T09:30:00Z' })]);
  });

  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const notUtf8 = Buffer.concat([Buffer.from(lineOf(2)).subarray(0, 25), Buffer.from([0xff]), Buffer.from('"}\n')]);
  test.each<[string, string | Buffer, RegExp]>([
    ['no JSON', 'damaged\n', /Not JSON/],
    ['an empty line', '\n', /Not JSON/],
    ['half a line', `${lineOf(2).slice(0, 40)}\n`, /Not JSON/],
    ['no UTF-8', notUtf8, /Not UTF-8/],
    ['a byte order mark', `\ufeff${lineOf(2)}`, /Not JSON/],
    ['a number', '2\n', /Expected an object with the fields version, value/],
    ['null', 'null\n', /Expected an object/],
    ['a list', '[]\n', /Expected an object/],
    ['a field too few', '{"version":2}\n', /Expected an object with the fields/],
    ['a field too many', `${lineOf(2).slice(0, -2)},"writeId":"x"}\n`, /Expected an object with the fields/],
    ['a gap before it', lineOf(3), /"version" must be 2, not 3/],
    ['a version twice', lineOf(1), /"version" must be 2, not 1/],
    ['a version that is a string', lineOf(2, { version: '2' }), /"version" must be 2\./],
    ['a value that is not a string', lineOf(2, { value: 5 }), /"value" must be a string/],
    ['a value that is too long', lineOf(2, { value: 'x'.repeat(MAX_BYTES + 1) }), /takes 32769 bytes/],
    ['half a surrogate pair', lineOf(2, { value: '\ud800' }), /half of a surrogate pair/],
    ['NUL', lineOf(2, { value: '\0' }), /U\+0000/],
    ['a note that is too long', lineOf(2, { note: 'x'.repeat(281) }), /note has 281 characters/],
    ['a note that is not a string', lineOf(2, { note: false }), /"note" must be a string or null/],
    ['no author', lineOf(2, { savedBy: null }), /"savedBy" must be a string/],
    ['an author without a name', lineOf(2, { savedBy: '' }), /author has 0 characters/],
    ['no time', lineOf(2, { savedAt: null }), /"savedAt" must be a string/],
    ['a time without its zone', lineOf(2, { savedAt: '2026-01-31T09:30:00' }), /not RFC 3339 in UTC/],
    ['a time in another zone', lineOf(2, { savedAt: '2026-01-31T09:30:00+01:00' }), /not RFC 3339 in UTC/],
    ['a day that does not exist', lineOf(2, { savedAt: '2026-02-30T09:30:00Z' }), /not RFC 3339 in UTC/],
    ['an hour that does not exist', lineOf(2, { savedAt: '2026-01-31T24:00:00Z' }), /not RFC 3339 in UTC/],
    ['an invalid time', lineOf(2, { savedAt: 'yesterday' }), /not RFC 3339 in UTC/],
    ['a restore of itself', lineOf(2, { restores: 2 }), /"restores" must be null or a version before 2/],
    ['a restore of a later version', lineOf(2, { restores: 3 }), /"restores" must be/],
    ['a restore of no version', lineOf(2, { restores: 0.5 }), /"restores" must be/],
    ['a restore of a version below zero', lineOf(2, { restores: -1 }), /"restores" must be/],
    ['an end that is no time', lineOf(2, { until: 'soon' }), /"until" must be a time in UTC with milliseconds/],
    ['an end in another form', lineOf(2, { until: '2026-01-31T10:00:00Z' }), /"until" must be a time/],
    ['a kept version that does not exist', lineOf(2, { keeps: 2 }), /"keeps" must be null or a version before 2/],
    ['a return to no version', lineOf(2, { returns: -1 }), /"returns" must be/],
    ['a plan that is no key', lineOf(2, { plan: {} }), /"plan" must be a key/],
    ['a plan that is missing', lineOf(2, { plan: 'key-1' }), /"planned" is missing for key-1/],
    ['planned strings without a key', lineOf(2, { planned: [planned] }), /"planned" must be a list beside a key/],
    ['an old plan without an author', oldPlan({ plannedBy: undefined }), /"plan" must be/],
    ['an old plan with an end before its beginning', oldPlan({ until: planned.from }), /ends/],
    ['a plan without an author', lineOf(2, plan({ plannedBy: undefined })), /"planned" must be a list of/],
    ['a planned string that is too long', lineOf(2, plan({ value: 'x'.repeat(MAX_BYTES + 1) })), /32769/],
    ['a planned string without text', lineOf(2, plan({ id: '3', value: null })), /"value" must be a string, or null/],
    ['a planned string with another id', lineOf(2, plan({ id: 'x' })), /"id" must be/],
    ['an impossible beginning', lineOf(2, plan({ from: '2026-02-31T10:00:00.000Z' })), /RFC 3339/],
    ['an end before its beginning', lineOf(2, plan({ until: planned.from })), /ends before it begins/],
    ['a repetition that overlaps itself', lineOf(2, plan({ ...daily, until: '2026-02-02T10:00:00.000Z' })), /overlap/],
    ['more planned strings than may be planned', lineOf(2, plan({}, 51)), /At most 50/],
    ['more saved strings with an end', lineOf(2, plan({ value: null }, 51)), /At most 50/],
    ['planned strings that take too much', lineOf(2, plan({ value: 'x'.repeat(MAX_BYTES) }, 5)), /the limit is 131072/],
    ['something skipped that is no time', lineOf(2, plan({ skipped: ['x'] })), /"skipped" must be a time/],
    ['a clock that is no time', lineOf(2, { at: 5 }), /"at" must be a time/],
    ['deep nesting', `${lineOf(2, { version: null }).replace('null', deep)}`, /"version" must be 2\./],
    ['deep nesting in another place', `${deep}\n`, /Expected an object/],
    ['a deeply nested restore', lineOf(2, { restores: 'deep' }).replace('"deep"', deep), /"restores" must be/],
    ['no end', lineOf(2).slice(0, -1), /incomplete: the file was truncated/],
    ['more than any revision takes', 'x'.repeat(600 * 1024), /longer than any revision/],
  ])('is refused for a line with %s, and the error names the line', async (_name, line, reason) => {
    const file = Buffer.concat([Buffer.from(lineOf(1)), Buffer.from(line)]);
    const reading = read(file);
    await expect(reading).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(/^Line 2(:| is) /),
    });
    await expect(reading).rejects.toThrow(reason);
  });
});
