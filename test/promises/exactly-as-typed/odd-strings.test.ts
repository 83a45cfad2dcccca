import { expect, test } from '@jest/globals';
import { harness } from '../../support/harness.ts';
import { createPutEvent } from '../../support/service/put.ts';
import { spellOut } from '../../support/service/spell-out.ts';
import { expectAsTextAndJson, expectOnPage, readHistory } from '../../support/strings/exactness.ts';
import { INJECTIONS } from '../../support/strings/injections.ts';
import { ODD_STRINGS } from '../../support/strings/odd-strings.ts';

const here = harness(['service'], { lasts: 'file' });

const classes = Object.entries({ ...ODD_STRINGS, 'HTML injections': INJECTIONS });

test.each(classes)('GraphQL and the page, in every shape, give back what was typed: %s', async (_class, strings) => {
  for (const value of strings) {
    await here.service.save(value);
    const { data } = await here.service.graphql<{ savedString: string }>('{ savedString }');
    expect(spellOut(data?.savedString ?? 'nothing')).toBe(spellOut(value));
    await expectOnPage(here.service, value);
    await expectAsTextAndJson(here.service, value);
  }
  expect(await readHistory(here.service, strings.length)).toEqual(strings);
});

test('PUT saves the bytes as they are, with and without a type', async () => {
  const strings = classes.flatMap(([, ofClass]) => ofClass);
  for (const [index, value] of strings.entries()) {
    // As text, U+FFFD could stand for bytes that the gateway has replaced.
    const type = index % 2 && !value.includes('\ufffd') ? { type: 'text/plain; charset=utf-8' } : {};
    const { statusCode } = await here.service.invoke(createPutEvent(value, { empty: 'yes', ...type }));
    expect([statusCode, spellOut(value)]).toEqual([200, spellOut(value)]);
  }
  expect((await readHistory(here.service, strings.length)).map(spellOut)).toEqual(strings.map(spellOut));
  await expectAsTextAndJson(here.service, strings.at(-1) ?? '');
});

test('GraphQL gives back what was typed in the query itself', async () => {
  const strings = classes.flatMap(([, ofClass]) => ofClass).filter((value) => value.length < 1_000);
  for (const value of strings) {
    // Every JSON escape is also a GraphQL escape.
    await here.service.graphql(`mutation { setSavedString(value: ${JSON.stringify(value)}) { version } }`);
  }
  expect((await readHistory(here.service, strings.length)).map(spellOut)).toEqual(strings.map(spellOut));
});
