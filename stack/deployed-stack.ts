import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

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

/** Works with a deployed stack; with undefined if there is none. */
export const withDeployedStack = async <Result>(
  config: CloudFormationClientConfig,
  StackName: string,
  work: (stack: DeployedStack | undefined) => Promise<Result>,
): Promise<Result> => {
  // Loaded late: packaging does not need it.
  const { CloudFormationClient, DescribeStackResourceCommand, GetTemplateCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const client = new CloudFormationClient(config);
  try {
    const got = await ifExists(client.send(new GetTemplateCommand({ StackName })));
    if (got === undefined) return await work(undefined);
    return await work({
      template: JSON.parse(got.TemplateBody ?? '{}'),
      idOf: async (LogicalResourceId) => {
        const described = client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
        return (await ifExists(described))?.StackResourceDetail?.PhysicalResourceId;
      },
    });
  } finally {
    client.destroy();
  }
};
