import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

/**
 * Finds the name of the packaged version. The framework makes it from the code and settings, so each version has its
 * own.
 */
export const packagedVersionOf = ({ Resources }: Template): string => {
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
  { stackName, versionName }: { stackName: string; versionName: string },
): Promise<LiveVersion> => {
  // Loaded late: packaging needs neither.
  const [{ CloudFormationClient, DescribeStackResourcesCommand }, { GetAliasCommand, LambdaClient }] =
    await Promise.all([import('@aws-sdk/client-cloudformation'), import('@aws-sdk/client-lambda')]);
  const cloudFormation = new CloudFormationClient(config);
  const lambda = new LambdaClient(config);
  try {
    const { StackResources = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: stackName }),
    );
    const idOf = (name: string) =>
      StackResources.find(({ LogicalResourceId }) => LogicalResourceId === name)?.PhysicalResourceId;
    const functionName = idOf('WebLambdaFunction') ?? '';
    const { FunctionVersion = '', RoutingConfig } = await lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: 'live' }),
    );
    return {
      functionName,
      // The number is the last part of the ARN.
      packaged: idOf(versionName)?.split(':').at(-1),
      live: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
    };
  } finally {
    cloudFormation.destroy();
    lambda.destroy();
  }
};

/** Explains that visitors don't get the packaged version, and how to change that; undefined if they do. */
export const describeStaleVersion = ({ functionName, packaged, live }: LiveVersion): string | undefined => {
  if (packaged === undefined) {
    return 'The stack lacks the packaged version, because its deployment was rolled back. Deploy again.';
  }
  if (live.length === 1 && live[0] === packaged) return undefined;
  return `Visitors get version ${live.join(' and ')} of the function, but version ${packaged} was packaged. To switch them over:

  aws lambda update-alias --function-name ${functionName} --name live --function-version ${packaged} \\
    --routing-config 'AdditionalVersionWeights={}'`;
};
