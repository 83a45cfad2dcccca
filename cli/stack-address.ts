import type { createAgents } from './remote/proxies.ts';

/** The settings that all clients of a stage have. */
export interface AwsSettings {
  readonly region: string;
  readonly requestHandler: ReturnType<typeof createAgents>;
}

/** How long to wait for AWS: the address is a convenience. */
const TIMEOUT_MS = 5_000;

/**
 * Reads the address of a deployed stage from the outputs of its stack.
 *
 * @returns without a final slash; undefined if AWS does not tell, as to an operator who may only use the table.
 */
export const readStackAddress = async (stackName: string, aws: AwsSettings): Promise<string | undefined> => {
  // Loaded late: no other command needs it.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
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
