import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createSchema, createYoga } from 'graphql-yoga';
import { resolvers, typeDefs } from './schema.ts';

const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }) });

/** Set up as in Yoga's guide for Lambda, except that the answer is sent in one piece: an HTTP API takes no other. */
export const handler = async ({ requestContext, rawQueryString, headers, body = '' }: APIGatewayProxyEventV2) => {
  const { domainName, http } = requestContext;
  const response = await yoga.fetch(`https://${domainName}${http.path}?${rawQueryString}`, {
    method: http.method,
    headers: headers as Record<string, string>,
    body,
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers.entries()),
    body: await response.text(),
  };
};
