import type { createAgents } from './remote/proxies.ts';

/** The settings that all clients of a stage have. */
export interface AwsSettings {
  readonly region: string;
  readonly requestHandler: ReturnType<typeof createAgents>;
}

/** How long to wait for AWS: the address is a convenience. */
const TIMEOUT_MS = 5_000;

// Loaded late: most commands have the client of another service, or none.
const loadCloudFormation = () => import('@aws-sdk/client-cloudformation');

/**
 * Finds the AWS region as AWS's own tools do: AWS_REGION, AWS_DEFAULT_REGION, the profile's in `~/.aws/config`, and
 * eu-west-1 if none is set.
 *
 * @param profile The name of the profile; AWS_PROFILE or `default` if it is left out.
 */
export const readDefaultRegion = async (profile?: string): Promise<string> => {
  const fromEnvironment = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  if (fromEnvironment) return fromEnvironment;
  // Empty counts as unset, as for AWS's own tools. The SDK would take it for a region, and not look further.
  if (process.env.AWS_REGION === '') delete process.env.AWS_REGION;
  const { CloudFormationClient } = await loadCloudFormation();
  const client = new CloudFormationClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return 'eu-west-1';
  } finally {
    client.destroy();
  }
};

/**
 * Reads the address of a deployed stage from the outputs of its stack.
 *
 * @returns without a final slash; undefined if AWS does not tell, as to an operator who may only use the table.
 */
export const readStackAddress = async (stackName: string, aws: AwsSettings): Promise<string | undefined> => {
  const { CloudFormationClient, DescribeStacksCommand } = await loadCloudFormation();
  const client = new CloudFormationClient({ ...aws, maxAttempts: 1 });
  try {
    const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }), { abortSignal });
    return Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'Address')?.OutputValue;
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
};
