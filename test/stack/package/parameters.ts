import { expect, test } from '@jest/globals';
import { packageStage } from '../../../stack/package-stage.ts';

export const describeParameters = () => {
  test.each([
    [{ edgeCache: 'false' }, 'edgeCache must be on or off, not "false".'],
    [{ edgeCahce: 'on' }, 'There is no parameter edgeCahce.'],
    [{ release: 'AllatOnce' }, 'not "AllatOnce".'],
  ] as const)('stop the command with a sentence if they are wrong: %j', async (parameters, sentence) => {
    await expect(packageStage('refused', parameters)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(sentence),
    });
  });
};
