import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describeLogArchive = () => {
  const stream = () => resourceOf(templateOf('with-archive'), 'LogStream').Properties;

  test.each(STAGE_NAMES.filter((stage) => stage !== 'with-archive'))('is off in %s', (stage) => {
    const types = Object.values(templateOf(stage).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /Firehose|SubscriptionFilter/.test(type))).toEqual([]);
    const buckets = types.filter((type) => type === 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(stage === 'with-files' ? 2 : 1);
  });

  test('gets every line of both logs', () => {
    const subscriptions = propertiesOf(templateOf('with-archive'), 'AWS::Logs::SubscriptionFilter');
    expect(subscriptions.map(({ LogGroupName }) => LogGroupName)).toEqual([
      { Ref: 'WebLogGroup' },
      { Ref: 'HttpApiLogGroup' },
    ]);
    for (const subscription of subscriptions) {
      expect(subscription).toMatchObject({ FilterPattern: '', DestinationArn: { 'Fn::GetAtt': ['LogStream', 'Arn'] } });
    }
  });

  test('holds compressed lines as they were logged, in a folder for each day', () => {
    expect(stream().ExtendedS3DestinationConfiguration).toMatchObject({
      CompressionFormat: 'GZIP',
      Prefix: 'day=!{timestamp:yyyy-MM-dd}/',
      ProcessingConfiguration: {
        Processors: [
          { Type: 'Decompression' },
          {
            Type: 'CloudWatchLogProcessing',
            Parameters: [{ ParameterName: 'DataMessageExtraction', ParameterValue: 'true' }],
          },
          { Type: 'AppendDelimiterToRecord', Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }] },
        ],
      },
    });
  });

  test('is private, outlives the stage and the retention of every log, and ends after 400 days', () => {
    const bucket = resourceOf(templateOf('with-archive'), 'LogArchive');
    expect(bucket).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 400 }] },
      },
    });
  });

  test('is written by Firehose alone, and Firehose by the logs alone', () => {
    const trust = (role: string) => resourceOf(templateOf('with-archive'), role).Properties.AssumeRolePolicyDocument;
    const trusting = (Service: string) => ({
      Statement: [
        { Principal: { Service }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
      ],
    });
    expect(trust('LogStreamRole')).toMatchObject(trusting('firehose.amazonaws.com'));
    expect(trust('LogSubscriptionRole')).toMatchObject(trusting('logs.amazonaws.com'));
  });
};
