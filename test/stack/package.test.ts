import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { packageStages } from '../../stack/package-stages.ts';
import { describeAddress, describeEdgeCache } from './package/address.ts';
import { describeAlarms } from './package/alarms.ts';
import { describeDashboard } from './package/dashboard.ts';
import { describeFiles } from './package/files.ts';
import { describeFunction, describeTable } from './package/function.ts';
import { describeGateway } from './package/gateway.ts';
import { describeLogArchive } from './package/log-archive.ts';
import { describePush } from './package/push.ts';
import { describeRelease, describeTasks } from './package/release.ts';
import { describeResources } from './package/resources.ts';
import { describeRoles } from './package/roles.ts';
import { packageEachStage } from './package/stages.ts';

// Packaging a stage takes four seconds, or twenty on a busy machine.
jest.setTimeout(400_000);

beforeAll(packageEachStage);

describe('the resources', describeResources);
describe('the function', describeFunction);
describe('the table', describeTable);
describe('the roles', describeRoles);
describe('a release', describeRelease);
describe('the tasks', describeTasks);
describe('the gateway', describeGateway);
describe('the address', describeAddress);
describe('the edge cache', describeEdgeCache);
describe('the alarms', describeAlarms);
describe('the dashboard', describeDashboard);
describe('the archive of the logs', describeLogArchive);
describe('short-lived files', describeFiles);
describe('what open pages hear', describePush);

test('wrong parameters stop the command with a sentence for each', async () => {
  const parameters = { edgeCache: 'false', edgeCahce: 'on', release: 'AllatOnce' };
  const { code, stdout } = await packageStages({ refused: parameters }).catch((error) => error);
  expect(code).toBe(1);
  expect(stdout).toContain('edgeCache must be on or off, not "false".');
  expect(stdout).toContain('There is no parameter edgeCahce.');
  expect(stdout).toContain('not "AllatOnce".');
});
