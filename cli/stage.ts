import { types } from 'node:util';
import type { Command } from 'commander';
import { StoreUnavailableError } from '../src/domain/errors.ts';
import { createDynamoClient, type DynamoClient } from '../src/store/client.ts';
import { type AwsSettings, readDefaultRegion, readStackAddress } from './aws.ts';
import { CommandError, UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { addLocalOptions, findCopy, type LocalOptions } from './local-copy.ts';
import { createAgents, findProxies } from './remote/proxies.ts';
import { createLocalClient } from './start/client.ts';

/** The table of a stage, with a client for it. */
export interface Stage {
  /** The stage's name in messages. */
  readonly title: string;
  readonly client: DynamoClient;
  readonly tableName: string;
  /** The settings of other clients; undefined for the copy on this machine. */
  readonly aws?: AwsSettings;
  /** Finds the address of the page, without a final slash; undefined if it can't be found. */
  findUrl(): Promise<string | undefined>;
}

export interface StageOptions extends LocalOptions {
  readonly stage?: string;
  readonly region?: string;
}

/** Other characters would end up in a table's or a host's name and fail there. */
const checkName = (name: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name)) return name;
  throw new UsageError(`"${name}" can't be a stage or a region: letters, digits and hyphens only.`);
};

/** Adds the options that choose a stage. */
export const addStageOptions = (command: Command): Command =>
  addLocalOptions(command.option('--stage <STAGE>', 'the name of the deployed stage', checkName), 'stage').option(
    '--region <REGION>',
    'its AWS region; the default is AWS_REGION, the profile’s, or eu-west-1',
    checkName,
  );

/** An operator can wait, has a slower network than the function, and throttling passes. */
const PATIENCE = { tries: 8, answerMs: 15_000, retriesThrottled: true };

const openStage = async (io: Io, { stage, local, store, ...options }: StageOptions): Promise<Stage> => {
  if (stage !== undefined) {
    const region = options.region ?? (await readDefaultRegion());
    const agents = createAgents(findProxies(io));
    const aws = { region, requestHandler: agents };
    return {
      title: `stage ${stage} in ${region}`,
      client: createDynamoClient(
        {
          region,
          dynamodbEndpoint: io.env.AWS_ENDPOINT_URL_DYNAMODB ?? io.env.AWS_ENDPOINT_URL,
          credentials: undefined,
          agents,
        },
        undefined,
        PATIENCE,
      ),
      tableName: `saved-string-${stage}`,
      aws,
      findUrl: () => readStackAddress(`saved-string-${stage}`, aws),
    };
  }
  if (!local) throw new UsageError('Name a stage with --stage, or use --local.');
  const address = await findCopy(store);
  const { tableName, url } = address;
  return { title: `the store in ${store}`, client: createLocalClient(address), tableName, findUrl: async () => url };
};

const CREDENTIALS = [
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
];
const CONNECTION = /^E(CONN|HOST|NET|PIPE|NOTFOUND|TIMEDOUT|AI_AGAIN)/;

/** The status of an answer, as the reader and the SDK have it. */
interface Failure {
  readonly status?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** @returns a CommandError with the problem and the next step, or the error itself if it is something else. */
const explain = (error: unknown, where: string): unknown => {
  if (!types.isNativeError(error)) return error;
  const cause = error instanceof StoreUnavailableError && types.isNativeError(error.cause) ? error.cause : error;
  const { name, code = '', status = 0, $metadata } = cause as NodeJS.ErrnoException & Failure;
  const answered = $metadata?.httpStatusCode ?? status;
  const say = (message: string) => new CommandError(message, { cause });

  if (name === 'ResourceNotFoundException')
    return say(`No table found for ${where}. Is it deployed to this account and region?`);
  if (name === 'AccessDeniedException') return say(`This AWS identity lacks permission to do this to ${where}.`);
  if (CREDENTIALS.includes(name))
    return say(`No valid AWS credentials were found (${name}). Log in, or set AWS_PROFILE.`);
  if (CONNECTION.test(code)) return say(`No answer from ${where}. Is it running, and is this machine online?`);
  // Its own message may hold the proxy's password.
  if (code === 'ERR_PROXY_TUNNEL') return new CommandError(`The proxy does not let this machine reach ${where}.`);
  if (/CERT|SIGNATURE/.test(code))
    return say(`The certificate of ${where} is not trusted (${code}). If it is a proxy's, set NODE_EXTRA_CA_CERTS.`);
  if (answered >= 500) return say(`The store of ${where} answered ${answered}. Try again.`);
  if (cause !== error || /Throttling|Exceeded/.test(name))
    return say(`The store of ${where} did not answer in time (${name}). Try again.`);
  return error;
};

/**
 * Runs some work with a deployed stage, as the operator's own AWS identity, or with the copy on this machine.
 *
 * @throws UsageError when neither is named; CommandError when the local copy never ran, or the stage refuses or does
 * not answer.
 */
export const withStage = async <Result>(
  io: Io,
  options: StageOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> => {
  const stage = await openStage(io, options);
  try {
    return await work(stage);
  } catch (error) {
    throw explain(error, stage.title);
  } finally {
    stage.client.destroy();
  }
};
