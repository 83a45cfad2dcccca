import { expect, test } from '@jest/globals';
import { packageOf, STAGE_NAMES, templateOf } from './stages.ts';

export const describeTemplate = () => {
  test.each(STAGE_NAMES)('of %s has no condition left, and takes less than 40 KB', (stage) => {
    expect(templateOf(stage)).not.toHaveProperty('Conditions');
    expect(JSON.stringify(templateOf(stage))).not.toMatch(/"Fn::If"|AWS::NoValue/);
    expect(packageOf(stage).templateSize).toBeLessThan(40_000);
  });
};
