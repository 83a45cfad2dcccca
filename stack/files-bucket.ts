import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { Template } from './resolve-conditions.ts';

/**
 * Empties the bucket of a stage that is about to be removed, if it has one and its template deletes it: CloudFormation
 * deletes only empty buckets.
 *
 * @returns how many files were deleted.
 */
export const emptyFilesBucket = async (config: CloudFormationClientConfig, StackName: string): Promise<number> => {
  // Loaded late: no other command needs them.
  const [{ CloudFormationClient, DescribeStackResourceCommand, GetTemplateCommand }, s3] = await Promise.all([
    import('@aws-sdk/client-cloudformation'),
    import('@aws-sdk/client-s3'),
  ]);
  const cloudFormation = new CloudFormationClient(config);
  const client = new s3.S3Client(config as object);
  try {
    // As it was deployed, not as it would be now.
    const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
    const { Resources }: Partial<Template> = JSON.parse(TemplateBody);
    if (Resources?.FilesBucket?.DeletionPolicy !== 'Delete') return 0;
    const named = new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'FilesBucket' });
    const { StackResourceDetail } = await cloudFormation.send(named);
    const Bucket = StackResourceDetail?.PhysicalResourceId;
    let deleted = 0;
    for await (const { Contents = [] } of s3.paginateListObjectsV2({ client }, { Bucket })) {
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      deleted += Objects.length;
    }
    return deleted;
  } finally {
    cloudFormation.destroy();
    client.destroy();
  }
};
