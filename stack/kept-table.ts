import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Asks DynamoDB, because the stage may have been deployed with another deletion policy. */
export const tableExists = async (config: DynamoDBClientConfig, tableName: string): Promise<boolean> => {
  // Loaded late: no other command needs it.
  const { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(config);
  try {
    await client.send(new DescribeTableCommand({ TableName: tableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  } finally {
    client.destroy();
  }
};

/** Explains that a table outlived its stage, and how to delete it. */
export const describeKeptTable = (tableName: string): string => `
The table ${tableName} is still there, with every revision and every editor's token.
The stage can't be deployed again until it is gone. To delete it for good:

  aws dynamodb update-table --table-name ${tableName} --no-deletion-protection-enabled
  aws dynamodb delete-table --table-name ${tableName}`;
