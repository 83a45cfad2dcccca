import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Address } from './address.ts';

/** An embedded DynamoDB takes any credentials; these never open anything else. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates a client of an embedded DynamoDB, for all callers except the function. */
export const createLocalClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });

/** The environment in which the function uses an embedded DynamoDB. */
export const localEnvironment = ({ endpoint, tableName }: Address): Readonly<Record<string, string>> => ({
  AWS_REGION: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  TABLE_NAME: tableName,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
});
