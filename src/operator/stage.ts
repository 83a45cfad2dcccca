import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readAddress } from '../local/address.ts';
import { createLocalClient } from '../local/client.ts';
import { UsageError } from '../terminal/command.mjs';
import { explain, OperatorError } from './failure.ts';

/** The table of a stage, and a way to it. */
export interface Stage {
  /** As a sentence names it. */
  readonly title: string;
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** Anything else would be part of a table's name or of a host's, and fail there. */
const checkName = (name: string): void => {
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw new UsageError(`"${name}" can't be a stage or a region: letters, digits and hyphens only.`);
};

/** How a command says which stage it is for. The default region is the one of serverless.yml. */
export const STAGE_OPTIONS = {
  stage: { type: 'string', placeholder: 'STAGE', about: 'the stage, as it was deployed', check: checkName },
  region: {
    type: 'string',
    placeholder: 'REGION',
    about: 'where it was deployed',
    default: 'eu-west-1',
    check: checkName,
  },
  local: {
    type: 'boolean',
    default: false,
    about: 'in place of a stage: the copy that `npm start` runs on this machine',
  },
  store: { type: 'string', placeholder: 'DIR', about: 'the folder of that copy’s store', default: '.dynamodb' },
} as const;

export interface StageOptions {
  readonly stage?: string | undefined;
  readonly region: string;
  readonly local: boolean;
  /** The folder of the local copy's store. */
  readonly store: string;
}

/** Times that a request is tried. More than the SDK's 3: nobody waits for it but an operator, and throttling passes. */
const MAX_ATTEMPTS = 8;

const openStage = async ({ stage, region, local, store }: StageOptions): Promise<Stage> => {
  if ((stage !== undefined) === local) throw new UsageError('Name a stage with --stage, or say --local.');
  if (stage !== undefined) {
    return {
      title: `stage ${stage} in ${region}`,
      client: new DynamoDBClient({ region, maxAttempts: MAX_ATTEMPTS }),
      tableName: `saved-string-${stage}`,
    };
  }
  const address = await readAddress(resolve(store));
  if (!address) throw new OperatorError(`No copy of Saved String has its store in ${store}. Start one: npm start`);
  const { endpoint, tableName } = address;
  return { title: `the store in ${store}`, client: createLocalClient(endpoint), tableName };
};

/**
 * Does something with a deployed stage, with the operator's own AWS identity, or with a copy that runs on this machine.
 *
 * @throws UsageError when neither or both are named; OperatorError when no such copy ever ran, or the stage refuses or
 *   does not answer.
 */
export const withStage = async (options: StageOptions, work: (stage: Stage) => Promise<void>): Promise<void> => {
  const stage = await openStage(options);
  try {
    await work(stage);
  } catch (error) {
    throw explain(error, stage.title);
  } finally {
    stage.client.destroy();
  }
};
