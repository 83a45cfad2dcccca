import { expect, test } from '@jest/globals';
import { createGatewayEvent } from '../../stack/gateway-event.ts';

test('an event has the time of its request in both forms', () => {
  const { requestContext } = createGatewayEvent('GET /', { at: new Date('2026-01-31T09:30:00Z') });
  expect(requestContext).toMatchObject({ time: '31/Jan/2026:09:30:00 +0000', timeEpoch: 1_769_851_800_000 });
});

test('an event has the current time by default', () => {
  const before = Date.now();
  const { timeEpoch } = createGatewayEvent('GET /').requestContext;
  expect(timeEpoch).toBeGreaterThanOrEqual(before);
  expect(timeEpoch).toBeLessThanOrEqual(Date.now());
});

test('an event has its route’s method and path, and the given headers, query and body', () => {
  const headers = { accept: 'text/plain', 'user-agent': 'curl' };
  expect(createGatewayEvent('POST /graphql', { headers, query: 'a=b', body: '{}' })).toMatchObject({
    version: '2.0',
    rawPath: '/graphql',
    rawQueryString: 'a=b',
    headers,
    body: '{}',
    requestContext: { routeKey: 'POST /graphql', http: { method: 'POST', path: '/graphql', userAgent: 'curl' } },
  });
});
