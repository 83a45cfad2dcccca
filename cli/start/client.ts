import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An embedded DynamoDB takes any credentials; these never open anything else. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates a client of an embedded DynamoDB, for all callers except the function. */
export const createLocalClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
