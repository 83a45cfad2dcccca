import { ApolloServer } from '@apollo/server';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2, Context } from 'aws-lambda';
import { resolvers, typeDefs } from './schema.ts';
import { readString } from './store.ts';

const graphql = startServerAndCreateLambdaHandler(
  new ApolloServer({ typeDefs, resolvers }),
  handlers.createAPIGatewayProxyEventV2RequestHandler(),
);

/** Serves page and GraphQL from one bundle, as in Apollo's guide for Lambda. */
export const handler = async (
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyResultV2 | undefined> => {
  if (event.rawPath === '/graphql') return (await graphql(event, context, () => {})) ?? undefined;
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<h1>The saved string is ${await readString()}</h1>`,
  };
};
