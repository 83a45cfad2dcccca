import { expect, test } from '@jest/globals';
import { DEFAULT_HEADING } from '../../src/domain/heading.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import { createShow } from '../../src/routes/page/page.ts';
import { CONTENT_TYPES } from '../../src/routes/page/representations.ts';
import { createEvent } from '../support/service/event.ts';

const site = { script: 'poll();', lang: 'en', heading: DEFAULT_HEADING, domain: undefined, pollSeconds: 2 };
const revision = initialRevision('the same');

const showAll = ({ show } = createShow(site), what = revision, headers = {}, cacheControl = 'no-cache') =>
  CONTENT_TYPES.map((accept) => show(createEvent('GET /', { headers: { accept, ...headers } }), what, cacheControl));

const tagsOf = (answers: ReturnType<typeof showAll>) => answers.map(({ headers }) => headers?.etag);

test('each content type of a revision has a tag of its own', () => {
  const tags = tagsOf(showAll());
  expect(new Set(tags).size).toBe(3);
  for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
});

test('another build has other tags for the same revision', () => {
  const other = tagsOf(showAll(createShow({ ...site, script: 'poll(2);' })));
  for (const tag of tagsOf(showAll())) expect(other).not.toContain(tag);
});

test('what is kept of one answer never stands for another', () => {
  const keeping = createShow(site);
  const others = [revision, { ...revision, note: 'Snow' }, { ...revision, version: 1 }, initialRevision('another')];
  for (const each of [...others, ...others.toReversed(), { ...revision }]) {
    for (const headers of [{}, { 'if-none-match': '*' }]) {
      for (const cacheControl of ['no-cache', 'no-store']) {
        const fresh = showAll(createShow(site), each, headers, cacheControl);
        expect(showAll(keeping, each, headers, cacheControl)).toEqual(fresh);
      }
    }
  }
});

test('an answer is made once for a revision that is read again', () => {
  const keeping = createShow(site);
  const before = showAll(keeping);
  for (const [index, answer] of showAll(keeping, { ...revision }).entries()) expect(answer).toBe(before[index]);
});
