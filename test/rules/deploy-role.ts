import { describe, expect, test } from '@jest/globals';
import { templateOf } from '../stack/package/stages.ts';
import { readDeployRole } from '../support/stack/deploy-role.ts';
import type { Statement } from '../support/stack/iam-policy.ts';
import { actionsFor, classOf, HANDLERS, missing, STAGES_FROM_GITHUB, without } from './stack-needs.ts';
import { actions, UNUSED_ACTIONS } from './unused-actions.ts';

/** The actions that CloudFormation's handlers don't name, by reason. */
const OTHER_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'The framework deploys and removes a stack.': actions(
    'cloudformation: CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents',
    'cloudformation: DescribeStackResource DescribeStackResources DescribeStacks ExecuteChangeSet GetTemplate',
    'cloudformation: ListStackResources UpdateStack ValidateTemplate',
  ),
  'The framework uploads packages, and removes old ones.': actions(
    's3: DeleteObjectVersion GetBucketLocation ListBucketVersions PutObject',
  ),
  'The framework deletes old versions of the function, except the one behind the alias.': ['lambda:ListAliases'],
  'The gateway sets up log delivery with the deploying role’s rights.': actions(
    'logs: GetLogDelivery ListLogDeliveries UpdateLogDelivery DeleteLogDelivery',
  ),
  'AWS creates a role with the first HTTP API of an account.': ['iam:CreateServiceLinkedRole'],
  'The gateway uses the certificate of a domain.': [
    'apigateway:AddCertificateToDomain',
    'apigateway:RemoveCertificateFromDomain',
  ],
  '.ci/roll-back looks for a release in progress, and .ci/remove-closed-previews for stages.': [
    'cloudformation:ListStacks',
    'codedeploy:ListDeploymentGroups',
  ],
  'CloudFormation asks whether the e-mail was confirmed.': ['sns:GetSubscriptionAttributes'],
};

const KEPT_TABLE =
  'AWS::DynamoDB::Table: dynamodb:DeleteTable on arn:aws:dynamodb:eu-west-1:000000000000:table/saved-string-prod';

const narrowed = (statements: readonly Statement[], action: string, resource: string): Statement[] =>
  statements.map((statement) =>
    statement.Action.includes(action) ? { ...statement, Resource: [resource] } : statement,
  );

export const describeDeployRole = () => {
  const prod = readDeployRole('prod');
  const whole = [...prod.own, ...prod.domainAndEdgeCache, ...prod.push];

  test.each(['dev', 'pr-1'] as const)('may create, change and remove everything in %s', async (stage) => {
    expect(await missing(stage, 'deploy', readDeployRole(classOf(stage)).own)).toEqual([]);
  });

  test.each(['prod', 'with-canary'] as const)(
    'may create, change and remove everything in %s, except delete the table',
    async (stage) => {
      expect(await missing(stage, 'deploy', prod.own)).toEqual([KEPT_TABLE]);
    },
  );

  test.each(['with-domain', 'with-edge-cache', 'with-everything'] as const)(
    'needs only the second policy in addition for a stage %s',
    async (stage) => {
      expect(await missing(stage, 'deploy', [...prod.own, ...prod.domainAndEdgeCache])).toEqual([KEPT_TABLE]);
      expect(await missing(stage, 'deploy', prod.own)).not.toEqual([KEPT_TABLE]);
    },
  );

  test('needs only the third policy in addition for a stage with push', async () => {
    expect(await missing('with-push', 'deploy', [...prod.own, ...prod.push])).toEqual([KEPT_TABLE]);
    expect(await missing('with-push', 'deploy', prod.own)).not.toEqual([KEPT_TABLE]);
  });

  test.each([...new Set(actionsFor('AWS::CloudWatch::Dashboard', 'deploy'))])(
    'fails this check without a right to the dashboard: %s',
    async (action) => {
      expect(await missing('dev', 'deploy', without(readDeployRole('dev').own, action))).toContainEqual(
        expect.stringContaining(`AWS::CloudWatch::Dashboard: ${action} on `),
      );
    },
  );

  test.each([
    ['with-edge-cache', 'cloudfront:CreateDistribution', 'arn:aws:cloudfront::000000000000:distribution/*'],
    ['with-edge-cache', 'cloudfront:CreateCachePolicy', 'arn:aws:cloudfront::000000000000:cache-policy/*'],
    [
      'prod',
      'codedeploy:StopDeployment',
      'arn:aws:codedeploy:eu-west-1:000000000000:deploymentgroup:saved-string-prod/*',
    ],
    ['prod', 's3:TagResource', 'arn:aws:s3:::saved-string-dev-serverless*'],
  ] as const)('would not have one on the wrong resource unnoticed: %s, %s', async (stage, action, resource) => {
    expect(await missing(stage, 'deploy', narrowed(whole, action, resource))).toContainEqual(
      expect.stringContaining(`: ${action} on `),
    );
  });

  test('has no unused right', () => {
    const types = new Set(
      STAGES_FROM_GITHUB.flatMap((stage) => Object.values(templateOf(stage).Resources).map(({ Type }) => Type)),
    );
    const useful = new Set([
      ...[...types].flatMap((type) => actionsFor(type, 'deploy')),
      ...Object.values(OTHER_ACTIONS).flat(),
    ]);
    const allowed = whole.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    expect(allowed.filter((action) => !useful.has(action))).toEqual([]);
  });

  describe('is checked with lists of actions that are up to date:', () => {
    const handled = new Set(
      Object.entries(HANDLERS).flatMap(([type, handlers]) =>
        Object.values(handlers).flatMap((actions) => actions.flatMap((action) => [action, `${type} ${action}`])),
      ),
    );

    test.each(Object.entries(UNUSED_ACTIONS))('%s', (_reason, actions) => {
      expect(actions.filter((action) => !handled.has(action))).toEqual([]);
    });

    test.each(Object.entries(OTHER_ACTIONS))('%s', (_reason, actions) => {
      const allowed = whole.flatMap(({ Action }) => Action);
      expect(actions.filter((action) => !allowed.includes(action))).toEqual([]);
    });
  });
};
