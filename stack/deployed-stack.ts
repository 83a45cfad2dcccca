import { CloudFormationClient, DescribeStackResourceCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Template } from './resolve-conditions.ts';

// Load this module late: packaging does not need the clients.

/** The alias that the gateway calls. */
const Name = 'live';

/** CloudFormation has no error code of its own for what does not exist. */
const ifExists = async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
};

/**
 * Reads a stack as it is at AWS, which may differ from what would be deployed now.
 *
 * @param config For the client of any service.
 * @returns undefined if there is none.
 */
export const findStack = async (config: object, StackName: string) => {
  const client = new CloudFormationClient(config);
  const got = await ifExists(client.send(new GetTemplateCommand({ StackName })));
  if (!got) return undefined;
  const template: Partial<Template> = JSON.parse(got.TemplateBody ?? '{}');

  /** Finds what AWS calls a resource; undefined if the stack has none of this name. */
  const idOf = async (LogicalResourceId: string): Promise<string | undefined> => {
    const described = client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
    return (await ifExists(described))?.StackResourceDetail?.PhysicalResourceId;
  };

  return {
    template,
    idOf,

    /** Finds the versions that visitors get, before or after a deployment of the version `versionName`. */
    readLiveVersion: async (versionName: string) => {
      const functionName = (await idOf('WebLambdaFunction')) ?? '';
      const asked = new GetAliasCommand({ FunctionName: functionName, Name });
      const { FunctionVersion = '', RoutingConfig } = await new LambdaClient(config).send(asked);
      return {
        functionName,
        /** The number of that version; undefined if the stack lacks it, because its deployment was rolled back. */
        packaged: (await idOf(versionName))?.split(':').at(-1),
        /** The versions behind the alias: two during a release, or after one that stopped halfway. */
        live: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
      };
    },

    /**
     * Empties the bucket of a stage that is about to be removed, if it has one and its template deletes it:
     * CloudFormation deletes only empty buckets.
     *
     * @returns how many files were deleted.
     */
    emptyFilesBucket: async (): Promise<number> => {
      if (template.Resources?.FilesBucket?.DeletionPolicy !== 'Delete') return 0;
      const s3 = new S3Client(config);
      const Bucket = await idOf('FilesBucket');
      let deleted = 0;
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
        const Objects = Contents.map(({ Key }) => ({ Key }));
        if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        deleted += Objects.length;
      }
      return deleted;
    },
  };
};

/** Sends all visitors to one version. */
export const moveAlias = async (config: object, FunctionName: string, FunctionVersion: string): Promise<void> => {
  const moved = { FunctionName, Name, FunctionVersion, RoutingConfig: { AdditionalVersionWeights: {} } };
  await new LambdaClient(config).send(new UpdateAliasCommand(moved));
};

/** Asks DynamoDB: a table may have outlived its stack. */
export const tableExists = async (config: object, TableName: string): Promise<boolean> => {
  try {
    await new DynamoDBClient(config).send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
};
