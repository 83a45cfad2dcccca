import { readString } from './store.ts';

/** The reference: the SDK's client with its defaults, and a template. */
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<h1>The saved string is ${await readString()}</h1>`,
});
