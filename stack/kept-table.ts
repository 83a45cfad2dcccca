import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Asks DynamoDB, because the stage may have been deployed with another deletion policy. */
export const tableExists = async (config: DynamoDBClientConfig, TableName: string): Promise<boolean> => {
  // Loaded late: packaging does not need it.
  const { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(config);
  try {
    await client.send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  } finally {
    client.destroy();
  }
};
