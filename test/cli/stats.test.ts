import { expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';

const operator = harness(['operator']);
const { signal } = new AbortController();

const lay = async () => {
  const log = operator.store.createRevisions(operator.tableName);
  await log.append(toEntry(createRevision(1, { savedAt: '2020-03-02T00:00:00Z', savedBy: 'Ada\u202e' })), signal);
};

test('npx --no saved-string stats prints a week for people', async () => {
  await lay();
  expect(await operator.runHere('stats', ['--week', '2020-W10'])).toEqual({
    code: 0,
    stdout: [
      '2020-W10: 2020-03-02 to 2020-03-08, UTC',
      'Saves: 1, including 0 that brought back an old string',
      '  Ada\\u{202e}: 1',
      'Longest shown: version 1, for 7 days, 0 minutes: "value 1"',
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('npx --no saved-string stats --json prints a week for programs, with the last one as its default', async () => {
  await lay();
  const { code, stdout } = await operator.runHere('stats', ['--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ saves: 0, longestShown: { version: 1 }, longestShownSeconds: 604_800 });
});
