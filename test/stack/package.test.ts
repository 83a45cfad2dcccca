import { beforeAll, describe, jest } from '@jest/globals';
import { describeAlarms } from './package/alarms.ts';
import { describeBudget } from './package/budget.ts';
import { describeDashboard } from './package/dashboard.ts';
import { describeDomain } from './package/domain.ts';
import { describeEdgeCache } from './package/edge-cache.ts';
import { describeFiles } from './package/files.ts';
import { describeFunction } from './package/function.ts';
import { describeGateway } from './package/gateway.ts';
import { describeLogArchive } from './package/log-archive.ts';
import { describeParameters } from './package/parameters.ts';
import { describePush } from './package/push.ts';
import { describeRelease } from './package/release.ts';
import { describeRoles } from './package/roles.ts';
import { packageEachStage } from './package/stages.ts';
import { describeTable } from './package/table.ts';
import { describeTasks } from './package/tasks.ts';
import { describeTemplate } from './package/template.ts';

// Packaging a stage takes four seconds, or twenty on a busy machine.
jest.setTimeout(400_000);

beforeAll(packageEachStage);

describe('the parameters', describeParameters);
describe('the template', describeTemplate);
describe('the function', describeFunction);
describe('the table', describeTable);
describe('the roles', describeRoles);
describe('a release', describeRelease);
describe('the gateway', describeGateway);
describe('the domain', describeDomain);
describe('the edge cache', describeEdgeCache);
describe('the tasks', describeTasks);
describe('the alarms', describeAlarms);
describe('the budget', describeBudget);
describe('the dashboard', describeDashboard);
describe('the archive of the logs', describeLogArchive);
describe('short-lived files', describeFiles);
describe('what open pages hear', describePush);
