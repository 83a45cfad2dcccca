import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describeTable = () => {
  test.each(STAGE_NAMES)('exists once, only for %s, with the key of the log', (stage) => {
    expect(propertiesOf(templateOf(stage), 'AWS::DynamoDB::Table')).toEqual([
      expect.objectContaining({
        TableName: `saved-string-${stage}`,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    ]);
  });

  test.each(['dev', 'pr-1'] as const)('is deleted with the stage %s', (stage) => {
    expect(resourceOf(templateOf(stage), 'Table')).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      },
    });
  });

  test('outlives prod, can’t be deleted by mistake, and can be restored to any second', () => {
    expect(resourceOf(templateOf('prod'), 'Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  test('can be protected like prod’s with parameters', () => {
    expect(resourceOf(templateOf('with-everything'), 'Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: 'true',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
      },
    });
  });

  test('is encrypted with a key that AWS owns', () => {
    expect(resourceOf(templateOf('prod'), 'Table').Properties).not.toHaveProperty('SSESpecification');
  });
};
