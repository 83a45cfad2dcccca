import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createSchema, createYoga } from 'graphql-yoga';
import { resolvers, typeDefs } from './schema.ts';

interface ServerContext {
  readonly event: APIGatewayProxyEventV2;
  readonly lambdaContext: Context;
}

const yoga = createYoga<ServerContext>({ schema: createSchema<ServerContext>({ typeDefs, resolvers }) });

/** Set up as in Yoga's guide for Lambda, except that the answer is sent in one piece: an HTTP API takes no other. */
export const handler = async (
  event: APIGatewayProxyEventV2,
  lambdaContext: Context,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { domainName, http } = event.requestContext;
  const response = await yoga.fetch(
    `https://${domainName}${http.path}?${event.rawQueryString}`,
    {
      method: http.method,
      headers: event.headers as Record<string, string>,
      ...(event.body !== undefined && { body: Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8') }),
    },
    { event, lambdaContext },
  );
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers.entries()),
    body: await response.text(),
    isBase64Encoded: false,
  };
};
