import { expect, test } from '@jest/globals';
import place from '../../../stack/place.cjs';
import { allOf, EVERY_PARAMETER, propertiesOf, templateOf } from './stages.ts';

const ALARMS = [
  ...['server-errors', 'function-errors', 'function-throttles'],
  ...['slow-answers', 'table-throttles', 'table-errors'],
];

const WITH_RECIPIENT = ['prod', 'with-budget', 'with-files', 'with-push', 'with-everything'] as const;

const FROM_THIS_ACCOUNT = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };

export const describeAlarms = () => {
  test.each(['with-alarms', 'with-canary', ...WITH_RECIPIENT] as const)(
    'of %s name their section of the runbook, stay silent without data, and tell the recipients, if there are any, when they begin and end',
    async (stage) => {
      const others = { 'with-files': ['files-bytes'], 'with-push': ['push-failures'] }[stage as string] ?? [];
      const runbook = stage === 'with-everything' ? EVERY_PARAMETER.runbookUrl : await place.runbookUrl();
      const isHeard = WITH_RECIPIENT.some((name) => name === stage);
      const told = isHeard ? { AlarmActions: [{ Ref: 'AlarmTopic' }], OKActions: [{ Ref: 'AlarmTopic' }] } : {};
      const alarms = allOf(stage, 'AWS::CloudWatch::Alarm').map(
        ({ AlarmName, AlarmDescription, TreatMissingData, AlarmActions, OKActions }) => {
          const section = String(AlarmDescription).replace(/.*\. See /, '');
          return { AlarmName, section, TreatMissingData, AlarmActions, OKActions };
        },
      );
      expect(alarms).toEqual(
        [...ALARMS, ...others].map((name) => ({
          AlarmName: `saved-string-${stage}-${name}`,
          section: `${runbook}#${name}`,
          TreatMissingData: 'notBreaching',
          ...told,
        })),
      );
    },
  );

  test('don’t ring for one bad request in five minutes', () => {
    const some = { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 3, Statistic: 'Sum', Period: 300 };
    expect(propertiesOf('prod', 'ServerErrorsAlarm')).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 5,
      Metrics: [{ Expression: 'IF(errors >= 3, 100 * errors / requests, 0)' }, {}, {}],
    });
    expect(propertiesOf('prod', 'FunctionErrorsAlarm')).toMatchObject(some);
    expect(propertiesOf('prod', 'FunctionThrottlesAlarm')).toMatchObject(some);
    for (const name of ['SlowAnswersAlarm', 'TableThrottlesAlarm', 'TableErrorsAlarm']) {
      expect(propertiesOf('prod', name).EvaluationPeriods).toBe(3);
    }
  });

  test('don’t ring because a save waits for its lease', () => {
    const stages = ['with-alarms', 'prod', 'with-everything'] as const;
    const thresholds = stages.map((stage) => propertiesOf(stage, 'SlowAnswersAlarm').Threshold);
    expect(thresholds).toEqual([1_500, 2_811, 5_033]);
  });

  test('of shared files ring at 60 GiB', () => {
    expect(propertiesOf('with-files', 'FilesBytesAlarm')).toMatchObject({
      MetricName: 'BucketSizeBytes',
      Dimensions: [{ Value: { Ref: 'FilesBucket' } }, { Value: 'StandardStorage' }],
      Threshold: 60 * 1024 ** 3,
    });
  });

  test('ring when pages don’t hear of changes', () => {
    expect(propertiesOf('with-push', 'PushFailuresAlarm')).toMatchObject({
      Namespace: 'SavedString',
      MetricName: 'FailedPushes',
      Dimensions: [{ Name: 'stage', Value: 'with-push' }],
    });
  });

  test.each([
    ['prod', [['email', 'operators@example.com']]],
    ['with-budget', [['https', EVERY_PARAMETER.alarmUrl]]],
    [
      'with-everything',
      [
        ['email', 'operators@example.com'],
        ['https', EVERY_PARAMETER.alarmUrl],
      ],
    ],
  ] as const)('of %s go to each recipient: %j', (stage, recipients) => {
    expect(propertiesOf(stage, 'AlarmTopic').Subscription).toEqual(
      recipients.map(([Protocol, Endpoint]) => ({ Protocol, Endpoint })),
    );
  });

  test.each(WITH_RECIPIENT)('and budgets of %s alone may write to the recipients', (stage) => {
    const { Resources } = templateOf(stage);
    const alarms = Object.keys(Resources).filter((name) => Resources[name]?.Type === 'AWS::CloudWatch::Alarm');
    const publish = (service: string, Condition: object) => ({
      Effect: 'Allow',
      Principal: { Service: `${service}.amazonaws.com` },
      Action: 'sns:Publish',
      Resource: { Ref: 'AlarmTopic' },
      Condition,
    });
    const ArnEquals = { 'aws:SourceArn': alarms.map((alarm) => ({ 'Fn::GetAtt': [alarm, 'Arn'] })) };
    expect(propertiesOf(stage, 'AlarmTopicPolicy').PolicyDocument).toMatchObject({
      Statement: [
        publish('cloudwatch', { ArnEquals, StringEquals: FROM_THIS_ACCOUNT }),
        ...(stage === 'with-budget' ? [publish('budgets', { StringEquals: FROM_THIS_ACCOUNT })] : []),
        // It is over TLS only: that is tested for all topics.
        { Effect: 'Deny' },
      ],
    });
  });

  test('are not all that warns: a budget counts only the stage, and tells the recipients before and after its limit', () => {
    const Subscribers = [{ SubscriptionType: 'SNS', Address: { Ref: 'AlarmTopic' } }];
    const warning = (NotificationType: string, Threshold: number) => ({
      Notification: expect.objectContaining({ NotificationType, Threshold }),
      Subscribers,
    });
    expect(propertiesOf('with-budget', 'Budget')).toEqual({
      Budget: {
        BudgetName: { 'Fn::Sub': `saved-string-with-budget-\${AWS::Region}` },
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '25', Unit: 'USD' },
        CostFilters: {
          TagKeyValue: [{ 'Fn::Join': ['$', ['aws:cloudformation:stack-name', 'saved-string-with-budget']] }],
        },
      },
      NotificationsWithSubscribers: [warning('ACTUAL', 80), warning('FORECASTED', 100)],
    });
  });
};
