import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

/** The name that the framework makes of the code and the settings of a version, so that another one has another name. */
export const packagedVersionOf = ({ Resources }: Template): string => {
  const found = Object.keys(Resources).find((name) => Resources[name]?.Type === 'AWS::Lambda::Version');
  if (!found) throw new Error('The template has no version of the function');
  return found;
};

/** Where a stage's visitors are, after a deployment or before one. */
interface LiveVersion {
  readonly functionName: string;
  /** The number of the packaged version, or undefined where the stack does not have it: its deployment was rolled back. */
  readonly packaged: string | undefined;
  /** The versions that the alias leads to: two while a release is on its way, or when it was left halfway. */
  readonly live: readonly string[];
}

/** Asks AWS which version the alias of a stack leads to. */
export const readLiveVersion = async (
  config: CloudFormationClientConfig,
  { stackName, versionName }: { stackName: string; versionName: string },
): Promise<LiveVersion> => {
  // Packaging needs neither.
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
      // The last part of its ARN.
      packaged: idOf(versionName)?.split(':').at(-1),
      live: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
    };
  } finally {
    cloudFormation.destroy();
    lambda.destroy();
  }
};

/** Says that visitors don't get what was packaged, and how to change that; undefined if they do. */
export const describeStaleVersion = ({ functionName, packaged, live }: LiveVersion): string | undefined => {
  if (packaged === undefined) {
    return 'The stack does not have the packaged version: its deployment was rolled back. Deploy again.';
  }
  if (live.length === 1 && live[0] === packaged) return undefined;
  return `Visitors get version ${live.join(' and ')} of the function, but version ${packaged} was packaged. To give them that one:

  aws lambda update-alias --function-name ${functionName} --name live --function-version ${packaged} \\
    --routing-config 'AdditionalVersionWeights={}'`;
};
