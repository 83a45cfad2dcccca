import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import type { TableProperties } from '../../cli/start/table.ts';
import { type DeployedStack, withDeployedStack } from '../../stack/deployed-stack.ts';
import { tableExists } from '../../stack/kept-table.ts';
import { moveAlias } from '../../stack/live-version.ts';
import { readStage } from '../../stack/read-stage.ts';

export type Account = ReturnType<typeof openAccount>;

/** What a drill asks AWS beside the project's own commands. Reaches the resources of one scratch stage only. */
export const openAccount = (stage: string, region: string) => {
  const name = `saved-string-${stage}`;
  const FunctionName = `${name}-web`;
  const alarms = new cloudWatch.CloudWatchClient({ region });
  const client = new dynamoDb.DynamoDBClient({ region });
  const functions = new lambda.LambdaClient({ region });
  const buckets = new s3.S3Client({ region, forcePathStyle: true });

  const findTables = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const suffix of ['', '-copy', '-restored']) {
      if (await tableExists({ region }, name + suffix)) found.push(name + suffix);
    }
    return found;
  };

  const findBuckets = async (): Promise<string[]> => {
    const { Buckets = [] } = await buckets.send(new s3.ListBucketsCommand({}));
    return Buckets.flatMap(({ Name = '' }) => (Name.startsWith(`${name}-`) ? [Name] : []));
  };

  return {
    credentials: () => functions.config.credentials(),
    withStack: <Result>(work: (stack: DeployedStack | undefined) => Promise<Result>): Promise<Result> =>
      withDeployedStack({ region }, name, work),
    moveAlias: (version: string) => moveAlias({ region }, FunctionName, version),
    /** Lets Lambda refuse every call meanwhile. */
    withoutFunction: async (work: () => Promise<void>): Promise<void> => {
      await functions.send(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      await work().finally(() => functions.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName })));
    },
    createTable: async (suffix: string): Promise<void> => {
      const { KeySchema, AttributeDefinitions, BillingMode } = readStage(stage).table as TableProperties;
      const TableName = name + suffix;
      await client.send(new dynamoDb.CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode }));
      await dynamoDb.waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
    },
    restoreTable: async (suffix: string): Promise<void> => {
      const names = { SourceTableName: name, TargetTableName: name + suffix };
      await client.send(new dynamoDb.RestoreTableToPointInTimeCommand({ ...names, UseLatestRestorableTime: true }));
      await dynamoDb.waitUntilTableExists({ client, maxWaitTime: 3_600 }, { TableName: name + suffix });
    },
    /** Makes an alarm ring: CloudWatch tells its recipients, and looks again within minutes. */
    ringAlarm: async (): Promise<string | undefined> => {
      const AlarmName = `${name}-server-errors`;
      const state = { AlarmName, StateValue: 'ALARM', StateReason: 'A drill' } as const;
      await alarms.send(new cloudWatch.SetAlarmStateCommand(state));
      const { MetricAlarms = [] } = await alarms.send(
        new cloudWatch.DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
      );
      if (MetricAlarms[0]?.StateValue !== 'ALARM') throw new Error(`${AlarmName} does not ring`);
      return MetricAlarms[0].AlarmDescription;
    },
    findTables,
    /** Deletes what outlives a stage with `tableDeletionPolicy: Retain`, and the copies. */
    deleteKept: async (): Promise<void> => {
      for (const TableName of await findTables()) await client.send(new dynamoDb.DeleteTableCommand({ TableName }));
      for (const Bucket of await findBuckets()) {
        for await (const { Contents = [] } of s3.paginateListObjectsV2({ client: buckets }, { Bucket })) {
          for (const { Key } of Contents) await buckets.send(new s3.DeleteObjectCommand({ Bucket, Key }));
        }
        await buckets.send(new s3.DeleteBucketCommand({ Bucket }));
      }
    },
    findLeftovers: async (): Promise<string[]> => {
      const isThere = await withDeployedStack({ region }, name, async (stack) => stack !== undefined);
      return [...(isThere ? ['the stack'] : []), ...(await findTables()), ...(await findBuckets())];
    },
  };
};
