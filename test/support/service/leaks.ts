import type { HttpResponse } from '../../../src/http/handler.ts';

/** Details that must not leave the service: resource names, account ids, SDK exceptions, stack traces, tokens. */
const LEAKS = /arn:|123456789012|\w(Exception|Error)\b|dynamodb|node_modules|\n\s+at |sst_\d/i;

/** Allowed matches: the codes of GraphQL errors. */
const EXPECTED = /INTERNAL_SERVER_ERROR/g;

/** @throws Error when an answer that is not a success reveals too much. Runs on every answer in the tests. */
export const refuseLeaks = ({ statusCode = 200, headers, body = '' }: HttpResponse, tableName: string): void => {
  if (statusCode < 400 && !body.includes('"errors"')) return;
  const text = JSON.stringify(headers) + body.replaceAll(EXPECTED, '');
  const leak = LEAKS.exec(text)?.[0] ?? (text.includes(tableName) ? tableName : undefined);
  if (leak !== undefined) throw new Error(`The answer leaks "${leak}": ${text}`);
};
