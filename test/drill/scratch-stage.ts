import { execFile } from 'node:child_process';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import type { TableProperties } from '../../cli/start/table.ts';
import { findStack, moveAlias, tableExists } from '../../stack/deployed-stack.ts';
import { readStage } from '../../stack/read-stage.ts';

/** The string before anybody has saved tells a stage of a drill from any other. */
export const MARK = 'A drill made this stage';

const PROGRAMS = { serverless: 'node_modules/serverless/bin/serverless.js', 'saved-string': 'cli/saved-string.mjs' };

type Code = number | 'any';

interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The exit code that is expected. */
  readonly code?: Code;
}

/** The framework prints its own version and the like after the reason of an error, and after an empty line. */
const reasonOf = (output: string): string =>
  output
    .replace(/\n\s*\n(Environment|View the).*/s, '')
    .trim()
    .slice(-400);

/** Runs a command as `npx --no` would. */
export const run = (
  program: keyof typeof PROGRAMS,
  args: readonly string[],
  { input, env, code: expected = 0 }: RunOptions = {},
) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly output: string }>((resolve, reject) => {
    const settings = { env: { ...process.env, ...env }, maxBuffer: Number.POSITIVE_INFINITY };
    const child = execFile(process.execPath, [PROGRAMS[program], ...args], settings, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0;
      const output = stdout + stderr;
      if (expected === 'any' || code === expected) resolve({ code, stdout, output });
      else reject(new Error(`It ended with ${code}, not ${expected}: ${reasonOf(output)}`));
    });
    child.stdin?.end(input);
  });

export type ScratchStage = ReturnType<typeof openScratchStage>;

/**
 * A stage of a drill, with what operators do to it. Nothing here reaches beyond it.
 *
 * @param directory Holds the files of the drill.
 */
export const openScratchStage = (stage: string, region: string, directory: string, hasEdgeCache: boolean) => {
  const name = `saved-string-${stage}`;
  const FunctionName = `${name}-web`;
  const alarms = new cloudWatch.CloudWatchClient({ region });
  const client = new dynamoDb.DynamoDBClient({ region });
  const functions = new lambda.LambdaClient({ region });
  const buckets = new s3.S3Client({ region, forcePathStyle: true });

  // GovCloud has no AppSync Events, and an emulator no address for them.
  const hasPush = process.env.AWS_ENDPOINT_URL === undefined && !region.startsWith('us-gov-');

  /** The options of a command that choose the stage, or a table beside it. */
  const place = (suffix = ''): string[] => ['--stage', stage + suffix, '--region', region];
  const serverless = (verb: string, options: readonly string[] = [], code: Code = 0) =>
    run('serverless', [...verb.split(' '), ...options, ...place()], { code });
  const parameters = (changes: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries({
      initialString: MARK,
      alarms: 'on',
      files: 'on',
      tableDeletionPolicy: 'Retain',
      pointInTimeRecovery: 'true',
      ...(hasPush && { push: 'on' }),
      ...(hasEdgeCache && { edgeCache: 'on', readLease: '3' }),
      ...changes,
    }).flatMap(([parameter, value]) => ['--param', `${parameter}=${value}`]);

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
    hasEdgeCache,
    hasPush,
    directory,
    /** Where the stage answers, without a final slash, and an editor's token: known after the first steps. */
    url: '',
    token: '',
    /** The rows of docs/operations.md that the drill has seen. */
    proven: new Set<string>(),
    place,
    serverless,
    find: () => findStack({ region }, name),
    findTables,
    deploy: (changes?: Readonly<Record<string, string>>, options: readonly string[] = [], code?: Code) =>
      serverless('deploy', [...parameters(changes), ...options], code),
    remove: () => serverless('remove', parameters()),
    exportLog: async (suffix?: string) => (await run('saved-string', ['export', ...place(suffix)])).stdout,
    moveAlias: (version: string) => moveAlias({ region }, FunctionName, version),
    credentials: () => functions.config.credentials(),
    /** Lets Lambda refuse every call meanwhile. */
    withoutFunction: async (work: () => Promise<void>): Promise<void> => {
      await functions.send(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      await work().finally(() => functions.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName })));
    },
    createTable: async (suffix: string): Promise<void> => {
      const { KeySchema, AttributeDefinitions, BillingMode } = readStage(stage).table as TableProperties;
      const table = { TableName: name + suffix, KeySchema, AttributeDefinitions, BillingMode };
      await client.send(new dynamoDb.CreateTableCommand(table));
      await dynamoDb.waitUntilTableExists({ client, maxWaitTime: 120 }, table);
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
    /** Deletes what outlives a stage with `tableDeletionPolicy: Retain`, and the copies. */
    deleteKept: async (): Promise<void> => {
      for (const TableName of await findTables()) {
        await client.send(new dynamoDb.DeleteTableCommand({ TableName }));
        await dynamoDb.waitUntilTableNotExists({ client, maxWaitTime: 300 }, { TableName });
      }
      for (const Bucket of await findBuckets()) {
        for await (const { Contents = [] } of s3.paginateListObjectsV2({ client: buckets }, { Bucket })) {
          for (const { Key } of Contents) await buckets.send(new s3.DeleteObjectCommand({ Bucket, Key }));
        }
        await buckets.send(new s3.DeleteBucketCommand({ Bucket }));
      }
    },
    findLeftovers: async (): Promise<string[]> => {
      const left = [...(await findTables()), ...(await findBuckets())];
      if (await findStack({ region }, name)) left.push('the stack');
      for (const log of ['web', 'files']) {
        const { code } = await serverless('logs', ['--function', log, '--param', 'files=on'], 'any');
        if (code === 0) left.push(`the log of ${log}`);
      }
      return left;
    },
  };
};
