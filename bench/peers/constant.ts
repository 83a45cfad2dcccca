/** The floor: Node and its runtime by themselves. */
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<h1>The saved string is dynamic string</h1>',
});
