import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startLocalServer } from '../support/browser/local-server.ts';
import { createRandom } from '../support/random.ts';
import { createScratchProject } from '../support/service/scratch-project.ts';
import { switchAtRandom } from '../support/service/switch-at-random.ts';

test.each([2, 3])(
  'npm start goes on through 200 switches of branches, stashes and deletions, seed %i',
  async (seed) => {
    const project = await createScratchProject();
    const server = await startLocalServer({ directory: join(project.directory, 'store'), project: project.directory });
    try {
      const { statuses } = await switchAtRandom(project, server, { switches: 200, random: createRandom(seed) });
      expect(new Set([200, 500, 503, ...statuses])).toEqual(new Set([200, 500, 503]));
      expect((await server.stop()).code).toBe(0);
    } finally {
      await server.kill();
      await project.remove();
    }
  },
);
