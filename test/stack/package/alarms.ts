import { describe, expect, test } from '@jest/globals';
import place from '../../../stack/place.cjs';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { EVERY_PARAMETER, templateOf } from './stages.ts';

const ALARMS = [
  'server-errors',
  'function-errors',
  'function-throttles',
  'slow-answers',
  'table-throttles',
  'table-errors',
];

export const describeAlarms = () => {
  describe.each(['prod', 'with-alarms', 'with-canary', 'with-everything'] as const)('of %s', (stage) => {
    const alarms = () => propertiesOf(templateOf(stage), 'AWS::CloudWatch::Alarm');

    test('are the six documented ones', () => {
      expect(alarms().map(({ AlarmName }) => AlarmName)).toEqual(ALARMS.map((name) => `saved-string-${stage}-${name}`));
    });

    test('each name their section of the runbook', async () => {
      const sections = alarms().map(({ AlarmDescription }) => String(AlarmDescription).replace(/.*\. See /, ''));
      const runbook = stage === 'with-everything' ? EVERY_PARAMETER.runbookUrl : await place.runbookUrl();
      expect(sections).toEqual(ALARMS.map((name) => `${runbook}#${name}`));
    });

    test('stay silent without data', () => {
      for (const alarm of alarms()) expect(alarm.TreatMissingData).toBe('notBreaching');
    });
  });

  test.each(['dev', 'pr-1'] as const)('of %s do not exist: no one would hear them', (stage) => {
    expect(propertiesOf(templateOf(stage), 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  test('don’t ring for one bad request in five minutes', () => {
    const template = templateOf('prod');
    expect(resourceOf(template, 'ServerErrorsAlarm').Properties).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 5,
      Metrics: [{ Expression: 'IF(errors >= 3, 100 * errors / requests, 0)' }, {}, {}],
    });
    for (const name of ['FunctionErrorsAlarm', 'FunctionThrottlesAlarm']) {
      expect(resourceOf(template, name).Properties).toMatchObject({
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 3,
        Statistic: 'Sum',
        Period: 300,
      });
    }
    for (const name of ['SlowAnswersAlarm', 'TableThrottlesAlarm', 'TableErrorsAlarm']) {
      expect(resourceOf(template, name).Properties.EvaluationPeriods).toBe(3);
    }
  });

  test('don’t ring because a save waits for its lease', () => {
    const thresholds = (['with-alarms', 'prod', 'with-everything'] as const).map(
      (stage) => resourceOf(templateOf(stage), 'SlowAnswersAlarm').Properties.Threshold,
    );
    expect(thresholds).toEqual([1_500, 2_811, 5_033]);
  });

  test('send an e-mail when they begin and when they end, if there is a recipient', () => {
    const template = templateOf('prod');
    expect(propertiesOf(template, 'AWS::SNS::Topic')).toEqual([
      expect.objectContaining({ Subscription: [{ Protocol: 'email', Endpoint: 'operators@example.com' }] }),
    ]);
    for (const alarm of propertiesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(alarm).toMatchObject({ AlarmActions: [{ Ref: 'AlarmTopic' }], OKActions: [{ Ref: 'AlarmTopic' }] });
    }
  });

  test.each([
    ['with-everything', ['email', 'https']],
    ['with-budget', ['https']],
  ] as const)('of %s go to each recipient: %j', (stage, protocols) => {
    const { Subscription } = resourceOf(templateOf(stage), 'AlarmTopic').Properties;
    expect(Subscription).toEqual(protocols.map((Protocol) => expect.objectContaining({ Protocol })));
  });

  test('notify no one without a recipient', () => {
    const template = templateOf('with-canary');
    expect(propertiesOf(template, 'AWS::SNS::Topic')).toEqual([]);
    for (const alarm of propertiesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(alarm).not.toHaveProperty('AlarmActions');
      expect(alarm).not.toHaveProperty('OKActions');
    }
  });

  test('are the only ones that may write to the recipient, and only over TLS', () => {
    const { Resources } = templateOf('prod');
    const alarms = Object.keys(Resources).filter((name) => Resources[name]?.Type === 'AWS::CloudWatch::Alarm');
    const [policy] = propertiesOf(templateOf('prod'), 'AWS::SNS::TopicPolicy');
    expect(policy?.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: {
            ArnEquals: { 'aws:SourceArn': alarms.map((alarm) => ({ 'Fn::GetAtt': [alarm, 'Arn'] })) },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        },
        { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
  });
};
