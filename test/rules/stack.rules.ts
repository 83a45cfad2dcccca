import { beforeAll, describe, jest } from '@jest/globals';
import { packageStages } from '../stack/package/stages.ts';
import { describeDeployRole } from './deploy-role.ts';
import { describeDriftRole } from './drift-role.ts';
import { describeRules } from './rules.ts';

jest.setTimeout(120_000);

beforeAll(packageStages);

describe('the role that deploys', describeDeployRole);
describe('the role that compares', describeDriftRole);
describe('the rules of AWS', describeRules);
