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

/** The template of prod with one value replaced or removed. */
const plant = (path: string, replacement: unknown): Template =>
  JSON.parse(JSON.stringify(replace(templateOf('prod'), `Resources.${path}`.split('.'), replacement)));

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
      'Role.Properties.Policies.0.PolicyDocument.Statement.0.Action',
      ['dynamodb:*'],
      'AwsSolutions-IAM5[Action::dynamodb:*]',
    ],
    [
      'a log without retention',
      'WebLogGroup.Properties.RetentionInDays',
      undefined,
      'Serverless-CloudWatchLogGroupRetentionPeriod',
    ],
    [
      'a public table',
      'Table.Properties.ResourcePolicy',
      { PolicyDocument: { Statement: [everybody] } },
      'PublicStatement',
    ],
    [
      'a public bucket',
      'ServerlessDeploymentBucketPolicy.Properties.PolicyDocument.Statement.0',
      everybody,
      'PublicStatement',
    ],
    ['an alarm without action', 'SlowAnswersAlarm.Properties.AlarmActions', undefined, 'SilentAlarm'],
    ['a table without recovery', 'Table.Properties.PointInTimeRecoverySpecification', undefined, 'AwsSolutions-DDB3'],
    ['a gateway without a log', 'HttpApiStage.Properties.AccessLogSettings', undefined, 'AwsSolutions-APIG1'],
    [
      'a gateway without limit',
      'HttpApiStage.Properties.DefaultRouteSettings',
      undefined,
      'Serverless-APIGWDefaultThrottling',
    ],
    ['a function without traces', 'WebLambdaFunction.Properties.TracingConfig', undefined, 'Serverless-LambdaTracing'],
    ['an old runtime', 'WebLambdaFunction.Properties.Runtime', 'nodejs18.x', 'AwsSolutions-L1'],
    ['a property that does not exist', 'Table.Properties.DeletionProtection', true, 'F3002'],
    ['a value of the wrong type', 'WebLambdaFunction.Properties.Timeout', 'long', 'F3012'],
  ])('find %s', async (_, path, replacement, rule) => {
    const [resource] = path.split('.');
    expect(unwaived(await findViolations(plant(path, replacement)), 'prod')).toContainEqual({ rule, resource });
  });
};
