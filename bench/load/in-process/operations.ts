import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TEST_TOKEN } from '../../../test/support/editor.ts';
import { createGraphQLEvent } from '../../../test/support/event.ts';
import { SHOWN_STRING } from '../../candidate.ts';
import { GRAPHQL_EVENT, PAGE_EVENT } from '../../events.ts';

/** What is asked of the function; every answer holds the string. */
export const OPERATIONS = ['page', 'query', 'mutation'] as const;

export type Operation = (typeof OPERATIONS)[number];

const MUTATION = 'mutation ($value: String!) { setSavedString(value: $value) { version value } }';

/** A mutation takes an editor's token, which the stub DynamoDB knows, and makes three requests to the store. */
export const eventFor = (operation: Operation): APIGatewayProxyEventV2 => {
  if (operation === 'page') return PAGE_EVENT;
  if (operation === 'query') return GRAPHQL_EVENT;
  return createGraphQLEvent(MUTATION, { value: SHOWN_STRING }, TEST_TOKEN);
};
