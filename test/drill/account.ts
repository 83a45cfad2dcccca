import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { withDeployedStack } from '../../stack/deployed-stack.ts';
import { tableExists } from '../../stack/kept-table.ts';
import { moveAlias } from '../../stack/live-version.ts';

export type Account = ReturnType<typeof openAccount>;

/** What a drill asks AWS beside the project's own commands. Reaches the resources of one scratch stage only. */
export const openAccount = (stage: string, region: string) => {
  const clients = {
    cloudFormation: new CloudFormationClient({ region }),
    cloudWatch: new CloudWatchClient({ region }),
    dynamoDb: new DynamoDBClient({ region }),
    lambda: new LambdaClient({ region }),
    s3: new S3Client({ region, forcePathStyle: true }),
  };
  const stackName = `saved-string-${stage}`;
  const functionName = `${stackName}-web`;
  const suffixes = ['', '-copy', '-restored'];

  const liveVersion = async (): Promise<string> => {
    const found = await clients.lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'live' }));
    return found.FunctionVersion ?? '';
  };

  const findBuckets = async (): Promise<string[]> => {
    const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
    return Buckets.flatMap(({ Name = '' }) => (Name.startsWith(`${stackName}-`) ? [Name] : []));
  };

  return {
    liveVersion,
    /** @returns the version that was live before. */
    moveAlias: async (version: string): Promise<string> => {
      const before = await liveVersion();
      await moveAlias({ region }, functionName, version);
      return before;
    },
    /** @returns the string of the stage before anybody has saved; undefined without a stage. */
    findStage: (): Promise<string | undefined> =>
      withDeployedStack({ region }, stackName, async (stack) => {
        if (!stack) return undefined;
        const { Environment } = Object(stack.template.Resources?.WebLambdaFunction?.Properties);
        return String(Environment?.Variables.INITIAL_STRING);
      }),
    hasTable: (): Promise<boolean> => tableExists({ region }, stackName),
    createTable: async (suffix: string): Promise<void> => {
      const TableName = `${stackName}-${suffix}`;
      const { Table } = await clients.dynamoDb.send(new DescribeTableCommand({ TableName: stackName }));
      const { KeySchema, AttributeDefinitions } = Table ?? {};
      const BillingMode = 'PAY_PER_REQUEST';
      await clients.dynamoDb.send(new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode }));
      await waitUntilTableExists({ client: clients.dynamoDb, maxWaitTime: 120 }, { TableName });
    },
    /** @returns why it can't be done; undefined when it was. */
    restoreTable: async (suffix: string): Promise<string | undefined> => {
      const TargetTableName = `${stackName}-${suffix}`;
      const restore = { SourceTableName: stackName, TargetTableName, UseLatestRestorableTime: true };
      try {
        await clients.dynamoDb.send(new RestoreTableToPointInTimeCommand(restore));
      } catch (error) {
        return (error as Error).message;
      }
      await waitUntilTableExists({ client: clients.dynamoDb, maxWaitTime: 3_600 }, { TableName: TargetTableName });
      return undefined;
    },
    /** Makes the alarm on server errors ring: CloudWatch tells its recipients, and looks again within minutes. */
    ringAlarm: async (): Promise<string> => {
      const AlarmName = `${stackName}-server-errors`;
      await clients.cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'A drill' }),
      );
      const { MetricAlarms = [] } = await clients.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
      );
      if (MetricAlarms[0]?.StateValue !== 'ALARM') throw new Error(`${AlarmName} does not ring`);
      return `${AlarmName}: ${MetricAlarms[0].AlarmDescription}`;
    },
    /** Deletes what outlives a stage with `tableDeletionPolicy: Retain`, and the copies. */
    deleteKept: async (): Promise<void> => {
      for (const suffix of suffixes) {
        const TableName = stackName + suffix;
        if (!(await tableExists({ region }, TableName))) continue;
        await clients.dynamoDb.send(new DeleteTableCommand({ TableName }));
      }
      for (const Bucket of await findBuckets()) {
        for await (const { Contents = [] } of paginateListObjectsV2({ client: clients.s3 }, { Bucket })) {
          for (const { Key } of Contents) await clients.s3.send(new DeleteObjectCommand({ Bucket, Key }));
        }
        await clients.s3.send(new DeleteBucketCommand({ Bucket }));
      }
    },
    findLeftovers: async (): Promise<string[]> => {
      const isThere = await withDeployedStack({ region }, stackName, async (stack) => stack !== undefined);
      const tables: string[] = [];
      for (const suffix of suffixes) {
        if (await tableExists({ region }, stackName + suffix)) tables.push(`table ${stackName}${suffix}`);
      }
      const buckets = (await findBuckets()).map((name) => `bucket ${name}`);
      return [...(isThere ? ['the stack'] : []), ...tables, ...buckets];
    },
    close: (): void => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
};
