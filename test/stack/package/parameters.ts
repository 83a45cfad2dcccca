import { expect, test } from '@jest/globals';
import { packageStages } from '../../../stack/package-stages.ts';

export const describeParameters = () => {
  test.each([
    [{ edgeCache: 'false' }, 'edgeCache must be on or off, not "false".'],
    [{ edgeCahce: 'on' }, 'There is no parameter edgeCahce.'],
    [{ release: 'AllatOnce' }, 'not "AllatOnce".'],
  ] as const)('stop the command with a sentence if they are wrong: %j', async (parameters, sentence) => {
    await expect(packageStages({ refused: parameters })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(sentence),
    });
  });
};
