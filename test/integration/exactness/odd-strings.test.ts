import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectOnPage, readHistory } from '../../support/exactness.ts';
import { INJECTIONS } from '../../support/injections.ts';
import { ODD_STRINGS } from '../../support/odd-strings.ts';
import { loadService, type Service } from '../../support/service.ts';
import { spellOut } from '../../support/spell-out.ts';
import { startStore, type TestStore } from '../../support/store.ts';

let store: TestStore;
let service: Service;
beforeAll(async () => {
  store = await startStore();
  service = await loadService({ endpoint: store.endpoint, tableName: await store.createTable() });
});
afterAll(() => store.stop());

const classes = Object.entries({ ...ODD_STRINGS, 'HTML injections': INJECTIONS });

test.each(classes)(
  'GraphQL and the page give back what was typed: %s',
  async (_class, strings) => {
    for (const value of strings) {
      await service.save(value);
      const { data } = await service.graphql<{ savedString: string }>('{ savedString }');
      expect(spellOut(data?.savedString ?? 'nothing')).toBe(spellOut(value));
      await expectOnPage(service, value);
    }
    expect(await readHistory(service, strings.length)).toEqual(strings);
  },
  60_000,
);

test('so they do when the string stands in the query itself', async () => {
  const strings = classes.flatMap(([, ofClass]) => ofClass).filter((value) => value.length < 1_000);
  for (const value of strings) {
    // Every escape of JSON is one of GraphQL, too.
    await service.graphql(`mutation { setSavedString(value: ${JSON.stringify(value)}) { version } }`);
  }
  expect((await readHistory(service, strings.length)).map(spellOut)).toEqual(strings.map(spellOut));
}, 60_000);
