import { expect, test } from '@jest/globals';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describeTemplate = () => {
  test.each(STAGE_NAMES)('of %s has no condition left', (stage) => {
    expect(templateOf(stage)).not.toHaveProperty('Conditions');
    expect(JSON.stringify(templateOf(stage))).not.toMatch(/"Fn::If"|AWS::NoValue/);
  });
};
