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

/** Asks AWS for the versions behind a stack's alias. */
export const readLiveVersion = async (
  config: CloudFormationClientConfig,
  stack: DeployedStack,
  versionName: string,
): Promise<LiveVersion> => {
  const { GetAliasCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const functionName = (await stack.idOf('WebLambdaFunction')) ?? '';
  const asked = new GetAliasCommand({ FunctionName: functionName, Name: ALIAS });
  const { FunctionVersion = '', RoutingConfig } = await new LambdaClient(config as object).send(asked);
  return {
    functionName,
    // The number is the last part of the ARN.
    packaged: (await stack.idOf(versionName))?.split(':').at(-1),
    live: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
  };
};

/** Sends all visitors to one version. */
export const moveAlias = async (
  config: CloudFormationClientConfig,
  FunctionName: string,
  FunctionVersion: string,
): Promise<void> => {
  const { LambdaClient, UpdateAliasCommand } = await import('@aws-sdk/client-lambda');
  const moved = { FunctionName, Name: ALIAS, FunctionVersion, RoutingConfig: { AdditionalVersionWeights: {} } };
  await new LambdaClient(config as object).send(new UpdateAliasCommand(moved));
};
