import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** The properties of an AWS::DynamoDB::Table. */
export type TableProperties = CreateTableCommandInput & { readonly [other: string]: unknown };

/** Creates a table as CloudFormation would, if it isn't there yet. */
export const createTable = async (client: DynamoDBClient, properties: TableProperties): Promise<void> => {
  // CloudFormation's other properties (backups, encryption, expiry …) mean nothing to the embedded DynamoDB.
  const { TableName, BillingMode, AttributeDefinitions, KeySchema } = properties;
  try {
    await client.send(new CreateTableCommand({ TableName, BillingMode, AttributeDefinitions, KeySchema }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.1 }, { TableName });
};
