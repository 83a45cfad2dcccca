import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { DeployedStack } from './deployed-stack.ts';
import type { Template } from './resolve-conditions.ts';

/** The alias that the gateway calls. */
const ALIAS = 'live';

/**
 * Finds the name of the packaged version. The framework makes it from the code and settings, so each version has its
 * own.
 */
export const packagedVersionOf = ({ Resources = {} }: Partial<Template>): string => {
  const found = Object.keys(Resources).find((name) => Resources[name]?.Type === 'AWS::Lambda::Version');
  if (!found) throw new Error('The template has no version of the function');
  return found;
};

/** The versions that visitors of a stage get, before or after a deployment. */
interface LiveVersion {
  readonly functionName: string;
  /** The number of the packaged version; undefined if the stack lacks it, because its deployment was rolled back. */
  readonly packaged: string | undefined;
  /** The versions behind the alias: two during a release, or after one that stopped halfway. */
  readonly live: readonly string[];
}

const withLambda = async <Result>(
  config: CloudFormationClientConfig,
  work: (
    lambda: typeof import('@aws-sdk/client-lambda'),
    client: import('@aws-sdk/client-lambda').LambdaClient,
  ) => Promise<Result>,
): Promise<Result> => {
  // Loaded late: packaging does not need it.
  const lambda = await import('@aws-sdk/client-lambda');
  const client = new lambda.LambdaClient(config as object);
  try {
    return await work(lambda, client);
  } finally {
    client.destroy();
  }
};

/** Asks AWS for the versions behind a stack's alias. */
export const readLiveVersion = async (
  config: CloudFormationClientConfig,
  stack: DeployedStack,
  versionName: string,
): Promise<LiveVersion> => {
  const functionName = (await stack.idOf('WebLambdaFunction')) ?? '';
  const version = await stack.idOf(versionName);
  const { FunctionVersion = '', RoutingConfig } = await withLambda(config, ({ GetAliasCommand }, client) =>
    client.send(new GetAliasCommand({ FunctionName: functionName, Name: ALIAS })),
  );
  return {
    functionName,
    // The number is the last part of the ARN.
    packaged: version?.split(':').at(-1),
    live: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
  };
};

/** Sends all visitors to one version. */
export const moveAlias = async (
  config: CloudFormationClientConfig,
  FunctionName: string,
  FunctionVersion: string,
): Promise<void> => {
  await withLambda(config, ({ UpdateAliasCommand }, client) =>
    client.send(
      new UpdateAliasCommand({
        FunctionName,
        Name: ALIAS,
        FunctionVersion,
        RoutingConfig: { AdditionalVersionWeights: {} },
      }),
    ),
  );
};

/** Whether visitors get the packaged version and no other. */
export const isLive = ({ packaged, live }: LiveVersion): boolean => live.length === 1 && live[0] === packaged;
