import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** The part of the Serverless Framework that is used here. */
interface Serverless {
  getProvider(name: 'aws'): { getAwsSdkV3Config(): Promise<DynamoDBClientConfig> };
  readonly service: {
    readonly functions: { readonly web: { readonly versionLogicalId: string } };
    readonly resources: {
      readonly Resources: {
        readonly Table: { readonly Properties: { readonly TableName: string } };
        readonly WebAlias: { readonly Properties: Record<string, unknown> };
      };
    };
  };
}

interface Utilities {
  readonly log: { notice(message: string): void };
}

/** What YAML can't say about the stack. */
export default class StackPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Serverless, _options: unknown, { log }: Utilities) {
    this.hooks = {
      'after:package:compileFunctions': () => completeAlias(serverless),
      'after:remove:remove': async () => {
        const tableName = serverless.service.resources.Resources.Table.Properties.TableName;
        // It is asked for, because what counts is the deletion policy that the stage was deployed with.
        if (await tableExists(serverless, tableName)) log.notice(keptTable(tableName));
      },
    };
  }
}

/** Points the alias at the version that is packaged, and says so by the name that the framework makes of its code and settings. */
const completeAlias = ({ service }: Serverless): void => {
  const { versionLogicalId } = service.functions.web;
  Object.assign(service.resources.Resources.WebAlias.Properties, {
    FunctionVersion: { 'Fn::GetAtt': [versionLogicalId, 'Version'] },
    Description: versionLogicalId,
  });
};

const tableExists = async (serverless: Serverless, tableName: string): Promise<boolean> => {
  // No other command needs it.
  const { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(await serverless.getProvider('aws').getAwsSdkV3Config());
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

const keptTable = (tableName: string): string => `
The table ${tableName} is still there, with every revision and every editor's token.
The stage can't be deployed again until it is gone. To delete it for good:

  aws dynamodb update-table --table-name ${tableName} --no-deletion-protection-enabled
  aws dynamodb delete-table --table-name ${tableName}`;
