import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An embedded DynamoDB takes any credentials; these never open anything else. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A client of an embedded DynamoDB, for whoever is not the function. */
export const createLocalClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
