import { beforeAll, describe, jest } from '@jest/globals';
import { packageEachStage } from '../stack/package/stages.ts';
import { describeBoundary } from './boundary.ts';
import { describeDeployRole } from './deploy-role.ts';
import { describeDriftRole } from './drift-role.ts';
import { describeRules } from './rules.ts';

// Packaging a stage takes four seconds, or twenty on a busy machine.
jest.setTimeout(400_000);

beforeAll(packageEachStage);

describe('the role that deploys', describeDeployRole);
describe('the role that compares', describeDriftRole);
describe('the boundary of the roles', describeBoundary);
describe('the rules of AWS', describeRules);
