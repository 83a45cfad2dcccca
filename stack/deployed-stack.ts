import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

// The clients are loaded late, here and in the modules beside it: packaging does not need them.

/** A stack as it is at AWS, which may differ from what would be deployed now. */
export interface DeployedStack {
  readonly template: Partial<Template>;
  /** Finds what AWS calls a resource; undefined if the stack has none of this name. */
  idOf(logicalName: string): Promise<string | undefined>;
}

/** CloudFormation has no error code of its own for what does not exist. */
const ifExists = async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
};

/** @returns undefined if there is none. */
export const findStack = async (
  config: CloudFormationClientConfig,
  StackName: string,
): Promise<DeployedStack | undefined> => {
  const { CloudFormationClient, DescribeStackResourceCommand, GetTemplateCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const client = new CloudFormationClient(config);
  const got = await ifExists(client.send(new GetTemplateCommand({ StackName })));
  return (
    got && {
      template: JSON.parse(got.TemplateBody ?? '{}'),
      idOf: async (LogicalResourceId) => {
        const described = client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
        return (await ifExists(described))?.StackResourceDetail?.PhysicalResourceId;
      },
    }
  );
};

/** Asks DynamoDB: a table may have outlived its stack. */
export const tableExists = async (config: CloudFormationClientConfig, TableName: string): Promise<boolean> => {
  const { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  try {
    await new DynamoDBClient(config as object).send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
};
