import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { EVERY_PARAMETER, STAGE_NAMES, templateOf } from './stages.ts';

export const describeTasks = () => {
  test.each(STAGE_NAMES)('of %s begin when their rules say, and only these rules may start them', (stage) => {
    const template = templateOf(stage);
    const tasks = {
      WeeklyStats: ['weekly-stats', 'cron(5 0 ? * MON *)'],
      ...(stage === 'with-push' && { Push: ['push', 'rate(1 minute)'] }),
      ...(stage === 'with-everything' && { DeliverWebhook: ['deliver-webhook', 'rate(1 minute)'] }),
    };
    expect(propertiesOf(template, 'AWS::Events::Rule')).toEqual(
      Object.values(tasks).map(([task, ScheduleExpression]) => ({
        Name: `saved-string-${stage}-${task}`,
        Description: expect.any(String),
        ScheduleExpression,
        Targets: [{ Id: 'live', Arn: { Ref: 'WebAlias' }, Input: JSON.stringify({ task }) }],
      })),
    );
    for (const name of Object.keys(tasks)) {
      expect(resourceOf(template, `${name}Permission`).Properties).toMatchObject({
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [`${name}Rule`, 'Arn'] },
      });
    }
  });

  test('send the statistics to a topic of their own, over TLS only', () => {
    const template = templateOf('with-everything');
    expect(resourceOf(template, 'StatsTopic').Properties).toEqual({
      TopicName: 'saved-string-with-everything-stats',
      Subscription: [{ Protocol: 'email', Endpoint: EVERY_PARAMETER.statsEmail }],
    });
    expect(resourceOf(template, 'StatsTopicPolicy').Properties.PolicyDocument).toMatchObject({
      Statement: [{ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    });
    expect(Object.keys(templateOf('prod').Resources).filter((name) => name.startsWith('StatsTopic'))).toEqual([]);
  });
};
