/** The floor: only Node and its runtime. */
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<h1>The saved string is dynamic string</h1>',
});
