import { afterEach, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { harness } from '../../support/harness.ts';
import { spellOut } from '../../support/service/spell-out.ts';
import { ILL_FORMED_STRINGS, MAX_BYTES } from '../../support/strings/odd-strings.ts';
import { randomIllFormedText } from '../../support/strings/random-text.ts';

const here = harness(['service'], { lasts: 'file' });
beforeAll(() => here.service.save('before'));

const expectNothingWritten = async () => {
  const { data } = await here.service.graphql('{ latestRevision { version value } }');
  expect(data).toEqual({ latestRevision: { version: 1, value: 'before' } });
};
afterEach(expectNothingWritten);

const SAVE = 'mutation ($value: String!, $note: String) { setSavedString(value: $value, note: $note) { version } }';

const expectRefusal = async (variables: { value: string; note?: string }) => {
  const { data, errors } = await here.service.graphql(SAVE, variables);
  expect({ data, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
    data: null,
    codes: ['BAD_USER_INPUT'],
  });
};

test.each(ILL_FORMED_STRINGS.map((text) => [spellOut(text), text]))(
  'refused, and nothing is written: %s',
  async (_name, text) => {
    await expectRefusal({ value: text });
    await expectRefusal({ value: 'fine', note: text });
  },
);

test('refused, and nothing is written: random strings with half a surrogate pair or NUL anywhere', async () => {
  const isRefused = async (value: string) => {
    await expectRefusal({ value });
    await expectNothingWritten();
  };
  await fc.assert(fc.asyncProperty(randomIllFormedText, isRefused), { numRuns: 500 });
}, 60_000);

test.each(['a', 'é', '€', '😀'])(
  'refused, and nothing is written: one more %s than 32 KiB can hold',
  async (character) => {
    const most = Math.floor(MAX_BYTES / Buffer.byteLength(character));
    await expectRefusal({ value: character.repeat(most + 1) });
  },
);

test('half a surrogate pair in the query itself is a syntax error', async () => {
  const { errors } = await here.service.graphql('mutation { setSavedString(value: "\\ud800") { version } }');
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_PARSE_FAILED']);
});

test('NUL in the query itself is refused like any other', async () => {
  const { errors } = await here.service.graphql('mutation { setSavedString(value: "\\u0000") { version } }');
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});
