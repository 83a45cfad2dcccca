import { expect, test } from '@jest/globals';
import { allOf, propertiesOf, resourceOf } from './stages.ts';

export const describeLogArchive = () => {
  test('gets every line of both logs', () => {
    const subscriptions = allOf('with-archive', 'AWS::Logs::SubscriptionFilter');
    expect(subscriptions.map(({ LogGroupName }) => LogGroupName)).toEqual([
      { Ref: 'WebLogGroup' },
      { Ref: 'HttpApiLogGroup' },
    ]);
    for (const subscription of subscriptions) {
      expect(subscription).toMatchObject({ FilterPattern: '', DestinationArn: { 'Fn::GetAtt': ['LogStream', 'Arn'] } });
    }
  });

  test('holds compressed lines as they were logged, in a folder for each day', () => {
    expect(propertiesOf('with-archive', 'LogStream').ExtendedS3DestinationConfiguration).toMatchObject({
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

  test('outlives the stage and the retention of every log, and ends after 400 days', () => {
    expect(resourceOf('with-archive', 'LogArchive')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 400 }] } },
    });
  });
};
