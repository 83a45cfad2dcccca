import { expect, test } from '@jest/globals';
import { propertiesOf } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describeBudget = () => {
  test.each(STAGE_NAMES.filter((stage) => stage !== 'with-budget'))('is off in %s', (stage) => {
    expect(propertiesOf(templateOf(stage), 'AWS::Budgets::Budget')).toEqual([]);
    expect(JSON.stringify(templateOf(stage))).not.toContain('budgets.amazonaws.com');
  });

  test('counts only the stage, and warns the recipients of the alarms before and after the limit', () => {
    const subscribers = [{ SubscriptionType: 'SNS', Address: { Ref: 'AlarmTopic' } }];
    expect(propertiesOf(templateOf('with-budget'), 'AWS::Budgets::Budget')).toEqual([
      {
        Budget: {
          BudgetName: { 'Fn::Sub': `saved-string-with-budget-\${AWS::Region}` },
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '25', Unit: 'USD' },
          CostFilters: {
            TagKeyValue: [{ 'Fn::Join': ['$', ['aws:cloudformation:stack-name', 'saved-string-with-budget']] }],
          },
        },
        NotificationsWithSubscribers: [
          {
            Notification: expect.objectContaining({ NotificationType: 'ACTUAL', Threshold: 80 }),
            Subscribers: subscribers,
          },
          {
            Notification: expect.objectContaining({ NotificationType: 'FORECASTED', Threshold: 100 }),
            Subscribers: subscribers,
          },
        ],
      },
    ]);
  });

  test('may notify the recipients', () => {
    const [policy] = propertiesOf(templateOf('with-budget'), 'AWS::SNS::TopicPolicy');
    expect(policy?.PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Principal: { Service: 'budgets.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    });
  });
};
