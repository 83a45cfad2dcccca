import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readAddress } from '../local/address.ts';
import { createLocalClient } from '../local/client.ts';
import { OperatorError } from './failure.ts';

/** The table of a stage, and a way to it. */
export interface Stage {
  /** As a sentence names it. */
  readonly title: string;
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

export interface StageOptions {
  readonly stage?: string | undefined;
  readonly region: string;
  /** The folder of a local store, in place of a stage. */
  readonly local?: string | undefined;
}

/** The same as in serverless.yml. */
export const DEFAULT_REGION = 'eu-west-1';

/**
 * Finds a deployed stage with the operator's own AWS identity, or the store of a copy that runs on this machine.
 *
 * @throws OperatorError when neither or both are named, or no such copy ever ran.
 */
export const openStage = async ({ stage, region, local }: StageOptions): Promise<Stage> => {
  if ((stage === undefined) === (local === undefined))
    throw new OperatorError('Name a stage with --stage, or say --local.');
  if (local === undefined) {
    return {
      title: `stage ${stage} in ${region}`,
      client: new DynamoDBClient({ region }),
      tableName: `saved-string-${stage}`,
    };
  }
  const address = await readAddress(resolve(local));
  if (!address) throw new OperatorError(`No copy of Saved String has its store in ${local}. Start one: npm start`);
  const { endpoint, tableName } = address;
  return {
    title: `the store in ${local}`,
    client: createLocalClient(endpoint),
    tableName,
  };
};
