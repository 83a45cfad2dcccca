/** Reads lists such as `s3: GetObject PutObject`. */
export const actions = (...lists: readonly string[]): string[] =>
  lists.flatMap((list) => {
    const [service, ...names] = list.split(/:? /);
    return names.map((name) => `${service}:${name}`);
  });

/** The actions that CloudFormation's handlers name but never call for this stack, or for one type in it, by reason. */
export const UNUSED_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'The function has no network, file system, layer, signature or capacity of its own.': actions(
    'ec2: DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs',
    'elasticfilesystem: DescribeMountTargets',
    's3files: ListMountTargets',
    'lambda: DeleteFunctionCodeSigningConfig DeleteFunctionConcurrency DeleteProvisionedConcurrencyConfig',
    'lambda: GetCodeSigningConfig GetLayerVersion PassCapacityProvider PutFunctionCodeSigningConfig',
    'lambda: PutFunctionConcurrency PutFunctionRecursionConfig PutFunctionScalingConfig',
    'lambda: PutProvisionedConcurrencyConfig PutRuntimeManagementConfig',
  ),
  'AWS owns the stack’s encryption keys.': actions(
    'kms: CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey ListAliases RevokeGrant',
    'logs: AssociateKmsKey DisassociateKmsKey',
  ),
  'The table is neither imported nor copied to other regions, and a deployment never touches its content.': actions(
    'dynamodb: AssociateTableReplica BatchWriteItem CreateTableReplica DeleteItem DescribeImport GetItem ImportTable',
    'dynamodb: PutItem Query Scan UpdateItem',
    'iam: CreateServiceLinkedRole',
    'logs: CreateLogStream DescribeLogStreams PutLogEvents',
    's3: GetObjectMetadata',
  ),
  'The table has no policy, stream or list of its hottest keys.': actions(
    'dynamodb: DeleteResourcePolicy DisableKinesisStreamingDestination EnableKinesisStreamingDestination',
    'dynamodb: PutResourcePolicy UpdateContributorInsights UpdateKinesisStreamingDestination',
    'kinesis: DescribeStream PutRecords',
  ),
  'The logs have the standard class, without index, mask or delivery.': actions(
    'firehose: TagDeliveryStream',
    'logs: DeleteDataProtectionPolicy DeleteIndexPolicy DeleteResourcePolicy PutBearerTokenAuthentication',
    'logs: PutDataProtectionPolicy PutIndexPolicy PutLogGroupDeletionProtection',
    's3: REST.PUT.OBJECT',
  ),
  'The bucket is the framework’s: only closed, encrypted and tagged.': actions(
    's3: CreateBucketMetadataTableConfiguration DeleteBucketAnalyticsConfiguration DeleteBucketCors',
    's3: DeleteBucketEncryption DeleteBucketLifecycle DeleteBucketMetadataTableConfiguration',
    's3: DeleteBucketMetricsConfiguration DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite',
    's3: GetBucketAcl PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketAbac PutBucketAcl PutBucketCORS',
    's3: PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls',
    's3: PutBucketReplication PutBucketVersioning PutBucketWebsite PutIntelligentTieringConfiguration',
    's3: PutInventoryConfiguration PutLifecycleConfiguration PutMetricsConfiguration PutObjectAcl',
    's3: PutObjectLockConfiguration PutReplicationConfiguration UpdateBucketMetadataAnnotationTableConfiguration',
    's3: UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration',
    's3tables: CreateNamespace CreateTable CreateTableBucket GetTable GetTableMetadataLocation PutTableBucketPolicy',
    's3tables: PutTableEncryption PutTablePolicy UpdateTableMetadataLocation',
  ),
  'The bucket keeps one version of each package.': ['s3:GetObjectVersion'],
  'Only the function and its releases get a role.': [
    'AWS::ApiGatewayV2::Integration iam:PassRole',
    'AWS::AppSync::Api iam:PassRole',
    'AWS::Events::Rule iam:PassRole',
    'AWS::S3::Bucket iam:PassRole',
    'AWS::SNS::Topic iam:PassRole',
  ],
  'The roles have inline policies, and keep their boundary.': actions(
    'iam: AttachRolePolicy DeleteRolePermissionsBoundary DetachRolePolicy',
  ),
  'The gateway is written out in the template.': ['AWS::ApiGatewayV2::Api s3:getObject'],
  'UpdateRole covers it.': ['iam:UpdateRoleDescription'],
  'The certificate is from AWS’s authority, and never changes.': actions(
    'acm-pca: GetCertificate IssueCertificate',
    'acm: UpdateCertificateOptions',
  ),
  'The distribution has one public origin, and changes without staging.': actions(
    'cloudfront: CreateConnectionGroup GetConnectionGroup GetVpcOrigin UpdateDistributionWithStagingConfig',
  ),
  'IAM has no such action: it checks CreateDistribution, and POST and DELETE on the tags.': actions(
    'apigateway: TagResource UntagResource',
    'cloudfront: CreateDistributionWithTags',
  ),
  'A release is for a function, not a machine.': ['codedeploy:RegisterOnPremisesInstance'],
  'The topic has neither a mask nor a delivery log.': ['sns:PutDataProtectionPolicy'],
};

/**
 * The actions that are called only to compare a stack with its template. A deployment asks for no attribute of the
 * bucket, so CloudFormation never reads all of it.
 */
export const ACTIONS_TO_COMPARE: readonly string[] = actions(
  's3: GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketCORS GetBucketLogging',
  's3: GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration',
  's3: GetBucketOwnershipControls GetBucketVersioning GetBucketWebsite GetIntelligentTieringConfiguration',
  's3: GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration',
);
