import { createDynamoClient, type DynamoClient } from '../../src/store/client.ts';
import type { Address } from './address.ts';

/** Nothing checks the signature: the key alone opens an embedded DynamoDB. */
const SECRET = 'local';

/** Creates a client of an embedded DynamoDB, for all callers except the function. */
export const createLocalClient = ({ endpoint, key }: Pick<Address, 'endpoint' | 'key'>): DynamoClient =>
  createDynamoClient({
    region: 'local',
    dynamodbEndpoint: endpoint,
    credentials: { accessKeyId: key, secretAccessKey: SECRET },
  });

/** The environment in which the function uses an embedded DynamoDB. */
export const localEnvironment = ({ endpoint, key, tableName }: Address): Readonly<Record<string, string>> => ({
  AWS_REGION: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  TABLE_NAME: tableName,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: SECRET,
});
