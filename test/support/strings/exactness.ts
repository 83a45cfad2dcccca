import { expect } from '@jest/globals';
import { headingOf } from '../html.ts';
import { createEvent } from '../service/event.ts';
import type { Service } from '../service/service.ts';
import { spellOut } from '../service/spell-out.ts';

const SAVE = 'mutation ($value: String!) { setSavedString(value: $value) { value } }';
const HISTORY = `query ($first: Int, $after: String) {
  revisions(first: $first, after: $after) { nodes { value } pageInfo { endCursor } }
}`;

interface History {
  readonly revisions: {
    readonly nodes: readonly { readonly value: string }[];
    readonly pageInfo: { readonly endCursor: string };
  };
}

/** Returns the data of an answer that must not be an error. */
const read = async <Data>(service: Service, query: string, variables?: Record<string, unknown>): Promise<Data> => {
  const { data, body } = await service.graphql<Data>(query, variables);
  if (!data) throw new Error(`There is no data: ${body}`);
  return data;
};

/** Saves the value and returns it as given by the mutation's answer. */
export const saveAndEcho = async (service: Service, value: string): Promise<string> =>
  (await read<{ setSavedString: { value: string } }>(service, SAVE, { value })).setSavedString.value;

/** Expects the page, as parsed by a browser, to show exactly this value. */
export const expectOnPage = async ({ invoke }: Service, value: string): Promise<void> => {
  const { body = '' } = await invoke(createEvent('GET /'));
  expect(spellOut(headingOf(body))).toBe(spellOut(`The saved string is ${value}`));
};

/** Expects the same of the text and the JSON. */
export const expectAsTextAndJson = async ({ invoke }: Service, value: string): Promise<void> => {
  const read = async (accept: string) => (await invoke(createEvent('GET /', { headers: { accept } }))).body ?? '';
  expect(spellOut(await read('text/plain'))).toBe(spellOut(value));
  const { value: shown } = JSON.parse(await read('application/json')) as { value: string };
  expect(spellOut(shown)).toBe(spellOut(value));
};

/** Reads the last saved values from the store with GraphQL, oldest first. */
export const readHistory = async (service: Service, count: number): Promise<string[]> => {
  const values: string[] = [];
  for (let after: string | undefined; values.length < count; ) {
    const first = Math.min(count - values.length, 100);
    const { revisions } = await read<History>(service, HISTORY, { first, after });
    if (revisions.nodes.length < first) throw new Error(`The history holds fewer than ${count} values`);
    values.push(...revisions.nodes.map(({ value }) => value));
    after = revisions.pageInfo.endCursor;
  }
  return values.reverse();
};
