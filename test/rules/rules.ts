import { expect, test } from '@jest/globals';
import type { Template } from '../../stack/resolve-conditions.ts';
import { STAGE_NAMES, type StageName, templateOf } from '../stack/package/stages.ts';
import { findViolations, type Violation } from './find-violations.ts';
import { WAIVERS, waives } from './waivers.ts';

const found = new Map<StageName, Promise<readonly Violation[]>>();

/** The violations of a stage, which take a second to find. */
const violationsOf = (stage: StageName): Promise<readonly Violation[]> => {
  const violations = found.get(stage) ?? findViolations(templateOf(stage));
  found.set(stage, violations);
  return violations;
};

const unwaived = (violations: readonly Violation[], stage: StageName): Violation[] =>
  violations.filter((violation) => !WAIVERS.some((waiver) => waives(waiver, violation, stage)));

const replace = (value: unknown, [key, ...path]: readonly string[], replacement: unknown): unknown => {
  if (key === undefined) return replacement;
  const entries = Object.entries(value ?? {});
  const changed = { ...Object.fromEntries(entries), [key]: replace(Object(value)[key], path, replacement) };
  return Array.isArray(value) ? Object.values(changed) : changed;
};

/** The template of prod with one value of a resource's properties replaced or removed. */
const plant = (path: string, replacement: unknown): Template => {
  const [resource = '', ...property] = path.split('.');
  const whole = ['Resources', resource, 'Properties', ...property];
  return JSON.parse(JSON.stringify(replace(templateOf('prod'), whole, replacement)));
};

const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };

export const describeRules = () => {
  test.each(STAGE_NAMES)('hold for %s, except those waived', async (stage) => {
    expect(unwaived(await violationsOf(stage), stage)).toEqual([]);
  });

  test.each(WAIVERS)('are waived only where they are broken: $rules of $resource', async (waiver) => {
    const resourcesOf = (stage: StageName) =>
      Object.keys(templateOf(stage).Resources).filter((name) => waiver.resource.test(name));
    const stages = waiver.stages ?? STAGE_NAMES.filter((stage) => resourcesOf(stage).length > 0);
    expect(stages).not.toEqual([]);
    for (const stage of stages) {
      const broken = (await violationsOf(stage)).filter((violation) => waives(waiver, violation, stage));
      expect(new Set(broken.map(({ rule }) => rule))).toEqual(new Set(waiver.rules));
      expect(new Set(broken.map(({ resource }) => resource))).toEqual(new Set(resourcesOf(stage)));
    }
  });

  test.each<[string, string, unknown, string]>([
    [
      'a wildcard action',
      'Role.Policies.0.PolicyDocument.Statement.0.Action',
      ['dynamodb:*'],
      'AwsSolutions-IAM5[Action::dynamodb:*]',
    ],
    [
      'a log without retention',
      'WebLogGroup.RetentionInDays',
      undefined,
      'Serverless-CloudWatchLogGroupRetentionPeriod',
    ],
    ['a public table', 'Table.ResourcePolicy', { PolicyDocument: { Statement: [everybody] } }, 'PublicStatement'],
    ['a public bucket', 'ServerlessDeploymentBucketPolicy.PolicyDocument.Statement.0', everybody, 'PublicStatement'],
    ['an alarm without action', 'SlowAnswersAlarm.AlarmActions', undefined, 'SilentAlarm'],
    ['a table without recovery', 'Table.PointInTimeRecoverySpecification', undefined, 'AwsSolutions-DDB3'],
    ['a gateway without a log', 'HttpApiStage.AccessLogSettings', undefined, 'AwsSolutions-APIG1'],
    ['a gateway without limit', 'HttpApiStage.DefaultRouteSettings', undefined, 'Serverless-APIGWDefaultThrottling'],
    ['a function without traces', 'WebLambdaFunction.TracingConfig', undefined, 'Serverless-LambdaTracing'],
    ['an old runtime', 'WebLambdaFunction.Runtime', 'nodejs18.x', 'AwsSolutions-L1'],
    ['a property that does not exist', 'Table.DeletionProtection', true, 'F3002'],
    ['a value of the wrong type', 'WebLambdaFunction.Timeout', 'long', 'F3012'],
  ])('find %s', async (_, path, replacement, rule) => {
    const [resource] = path.split('.');
    expect(unwaived(await findViolations(plant(path, replacement)), 'prod')).toContainEqual({ rule, resource });
  });
};
