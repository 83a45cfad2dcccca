import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { LATEST_REVISION } from './query.ts';

const client = new DynamoDBClient({});

/** Reads the string like every candidate, with the SDK's defaults. */
export const readString = async (): Promise<string> => {
  const { Items } = await client.send(new QueryCommand(LATEST_REVISION));
  return Items?.[0]?.value?.S ?? 'nothing yet';
};
