import { HeaderMap } from '@apollo/server';
import { expect, test } from '@jest/globals';
import { toResponse } from '../../src/routes/graphql/http.ts';

const respond = (status: number, extensions: Record<string, unknown>) => ({
  status,
  headers: new HeaderMap([['content-type', 'application/json; charset=utf-8']]),
  body: {
    kind: 'complete',
    string: JSON.stringify({ errors: [{ message: 'Invalid string length', extensions }] }),
  } as const,
});

test('the edge logs a failure of Apollo itself, and shows the request’s id', () => {
  expect(() => toResponse(respond(500, { code: 'INTERNAL_SERVER_ERROR' }))).toThrow(/Invalid string length/);
});

test('a logged failure with the request’s id is answered unchanged', () => {
  expect(toResponse(respond(500, { code: 'INTERNAL_SERVER_ERROR', requestId: 'a' })).statusCode).toBe(500);
});

test('JSON that is too long because of its escapes is refused', () => {
  const { body, ...head } = respond(200, {});
  const escaped = { ...body, string: JSON.stringify('\u0001'.repeat(600_000)) };
  expect(() => toResponse({ ...head, body: escaped })).toThrow(
    expect.objectContaining({ name: 'InvalidInputError', message: expect.stringMatching(/would be too large/) }),
  );
});
