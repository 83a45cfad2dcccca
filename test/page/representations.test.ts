import { expect, test } from '@jest/globals';
import { DEFAULT_HEADING } from '../../src/domain/heading.ts';
import { initialRevision, type Revision } from '../../src/domain/revision.ts';
import { createDocument } from '../../src/routes/page/document.ts';
import { CONTENT_TYPES, createRepresentations } from '../../src/routes/page/representations.ts';

const site = { script: 'poll();', lang: 'en', heading: DEFAULT_HEADING, domain: undefined, pollSeconds: 2 };
const document = createDocument(site);
const revision = initialRevision('the same');

const represent = ({ represent: of } = createRepresentations(document), what: Revision = revision) =>
  CONTENT_TYPES.map((type) => {
    const { etag, render } = of(what, type);
    return { etag, body: render() };
  });

test('each content type of a revision has a tag of its own', () => {
  const tags = represent().map(({ etag }) => etag);
  expect(new Set(tags).size).toBe(3);
  for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
});

test('another build has other tags for the same revision', () => {
  const other = represent(createRepresentations(createDocument({ ...site, script: 'poll(2);' }))).map(
    ({ etag }) => etag,
  );
  for (const { etag } of represent()) expect(other).not.toContain(etag);
});

test('what is kept of one revision never stands for another', () => {
  const keeping = createRepresentations(document);
  const others = [revision, { ...revision, note: 'Snow' }, { ...revision, version: 1 }, initialRevision('another')];
  for (const each of [...others, ...others.toReversed(), { ...revision }]) {
    expect(represent(keeping, each)).toEqual(represent(createRepresentations(document), each));
  }
});

test('a revision that is read again is not rendered again', () => {
  let rendered = 0;
  const render: typeof document.render = (content) => {
    rendered += 1;
    return document.render(content);
  };
  const keeping = createRepresentations({ ...document, render });
  represent(keeping);
  const before = rendered;
  represent(keeping, { ...revision });
  expect(rendered).toBe(before);
});
