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
  // Loaded late: most commands have the client of another service, or none.
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return 'eu-west-1';
  } finally {
    client.destroy();
  }
};
