import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { DeployedStack } from './deployed-stack.ts';

/**
 * Empties the bucket of a stage that is about to be removed, if it has one and its template deletes it: CloudFormation
 * deletes only empty buckets.
 *
 * @returns how many files were deleted.
 */
export const emptyFilesBucket = async (
  config: CloudFormationClientConfig,
  { template, idOf }: DeployedStack,
): Promise<number> => {
  if (template.Resources?.FilesBucket?.DeletionPolicy !== 'Delete') return 0;
  const { DeleteObjectsCommand, paginateListObjectsV2, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client(config as object);
  const Bucket = await idOf('FilesBucket');
  let deleted = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    deleted += Objects.length;
  }
  return deleted;
};
