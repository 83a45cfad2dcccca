import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';

const here = harness(['proxy', 'service']);
const { signal } = new AbortController();

/** Lays a log whose last revision is of 2026-W47, and loads a function on a Monday, after it. */
const loadOnMonday = async (statsTopic?: string) => {
  const log = here.store.createRevisions(here.tableName);
  await log.append(
    toEntry(createRevision(1, { savedAt: '2026-11-16T00:00:00.000Z', value: 'secret until shown' })),
    signal,
  );
  await log.append(toEntry(createRevision(2, { savedAt: '2026-11-21T12:00:00.000Z', restores: 0 })), signal);
  const lines: Record<string, unknown>[] = [];
  const service = await here.load({
    statsTopic,
    now: () => new Date('2026-11-23T00:05:03Z'),
    write: (line) => lines.push(JSON.parse(line)),
  });
  return { ...service, lines };
};

describe('on Monday', () => {
  test('one line of the log has the numbers of the week that is over, and neither string nor name', async () => {
    const { runTask, lines } = await loadOnMonday();
    await runTask('weekly-stats');
    expect(lines).toEqual([
      {
        level: 'INFO',
        message: 'task',
        timestamp: '2026-11-23T00:05:03.000Z',
        requestId: expect.any(String),
        task: 'weekly-stats',
        milliseconds: expect.any(Number),
        week: '2026-W47',
        saves: 2,
        restores: 1,
        editors: 1,
        longestShownVersion: 1,
        longestShownSeconds: 475_200,
      },
    ]);
  });

  test('an event that comes twice, even at once, is counted once', async () => {
    const { runTask, lines } = await loadOnMonday();
    await Promise.all([runTask('weekly-stats'), runTask('weekly-stats'), runTask('weekly-stats')]);
    await runTask('weekly-stats');
    expect(lines.map(({ saves, isRepeated }) => saves ?? isRepeated).toSorted()).toEqual([2, true, true, true]);
  });

  test.each(['hang', 'reset', 'server error'] as const)(
    'an event whose store answers with %s fails, and the next try counts',
    async (fault) => {
      const { runTask, lines } = await loadOnMonday();
      here.proxy.choose = () => fault;
      await expect(runTask('weekly-stats')).rejects.toThrow('The task weekly-stats failed');
      here.proxy.choose = () => 'none';
      await runTask('weekly-stats');
      expect(lines.map(({ message }) => message)).toEqual(['failure', 'task']);
    },
  );
});

describe('the recipients of a stage', () => {
  /** Stands for Amazon SNS. Returns what it receives. */
  const serveTopic = async (status: number) => {
    const received: URLSearchParams[] = [];
    const { url } = await here.site(async (incoming, outgoing) => {
      received.push(new URLSearchParams(await text(incoming)));
      outgoing.writeHead(status, { 'content-type': 'text/xml' });
      outgoing.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
    });
    process.env.AWS_ENDPOINT_URL_SNS = url;
    return received;
  };

  test('get one mail', async () => {
    const received = await serveTopic(200);
    const { runTask } = await loadOnMonday('arn:aws:sns:eu-west-1:123456789012:saved-string-test-stats');
    await runTask('weekly-stats');
    await runTask('weekly-stats');
    expect(received).toHaveLength(1);
    expect(Object.fromEntries(received[0] ?? [])).toMatchObject({
      Action: 'Publish',
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:saved-string-test-stats',
      Subject: 'Saved String test: 2026-W47',
      Message: expect.stringContaining('version 1, for 5 days, 12 hours, 0 minutes: "secret until shown"\n'),
    });
  });

  test('cost the event if the topic fails, and are not asked again', async () => {
    const received = await serveTopic(403);
    const { runTask, lines } = await loadOnMonday('arn:aws:sns:eu-west-1:123456789012:saved-string-test-stats');
    await expect(runTask('weekly-stats')).rejects.toThrow('The task weekly-stats failed');
    await runTask('weekly-stats');
    expect(lines.map(({ message }) => message)).toEqual(['failure', 'task']);
    expect(received).toHaveLength(1);
  });
});
