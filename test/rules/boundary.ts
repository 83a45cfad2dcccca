import { expect, test } from '@jest/globals';
import { allOf, EVERY_PARAMETER, type StageName } from '../stack/package/stages.ts';
import { readDeployRole } from '../support/stack/deploy-role.ts';
import { allows, type Statement } from '../support/stack/iam-policy.ts';
import { ACCOUNT, REGION } from '../support/stack/resolve-template.ts';
import { namesOfResources } from './names-of-resources.ts';
import { classOf, STAGES_FROM_GITHUB, stackOf, without } from './stack-needs.ts';

interface RolePolicies {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly WrittenStatement[] } }[];
}

interface WrittenStatement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Lists the rights that a stage's roles have by their own policies but the boundary takes away. */
const beyond = async (stage: StageName, boundary: readonly Statement[]): Promise<string[]> => {
  const { stack, template } = stackOf(stage);
  const named = await namesOfResources(template, stack);
  const arnOf = (resource: unknown): string => {
    if (typeof resource === 'string') return resource;
    const {
      Ref,
      'Fn::GetAtt': attribute,
      'Fn::Sub': pattern,
    }: { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Sub'?: string } = Object(resource);
    // Resources outside of the stack are named in full.
    const full = pattern?.replace(
      /\$\{AWS::Partition\}:(\w+):\$\{AWS::Region\}:\$\{AWS::AccountId\}/,
      `aws:$1:${REGION}:${ACCOUNT}`,
    );
    if (full?.startsWith('arn:aws:')) return full;
    const name = Ref ?? attribute?.[0] ?? /^\$\{(\w+)\.Arn\}/.exec(pattern ?? '')?.[1];
    return named.find(({ logicalName }) => logicalName === name)?.arn ?? 'unknown';
  };
  const roles = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  const policies = roles.flatMap(({ Properties }) => (Properties as Partial<RolePolicies>).Policies ?? []);
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const requests = statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource: arnOf(resource) }))),
  );
  return requests
    .filter((request) => !allows(boundary, request))
    .map(({ action, resource }) => `${action} on ${resource}`);
};

export const describeBoundary = () => {
  const prod = readDeployRole('prod');

  test.each(STAGES_FROM_GITHUB)('leaves the roles of %s the rights they need', async (stage) => {
    expect(await beyond(stage, readDeployRole(classOf(stage)).boundary.allows)).toEqual([]);
  });

  test.each(['lambda:UpdateAlias', 'dynamodb:PutItem', 'cloudwatch:DescribeAlarms'])(
    'fails this check without %s',
    async (action) => {
      expect(await beyond('prod', without(prod.boundary.allows, action))).toContainEqual(
        expect.stringContaining(`${action} on `),
      );
    },
  );

  test('is set on every role if it is configured, and on none otherwise', () => {
    const policy = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${EVERY_PARAMETER.permissionsBoundary}`;
    expect(EVERY_PARAMETER.permissionsBoundary).toBe(prod.boundary.name);
    const roles = allOf('with-everything', 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(1);
    for (const { PermissionsBoundary } of roles) expect(PermissionsBoundary).toEqual({ 'Fn::Sub': policy });
    for (const role of allOf('prod', 'AWS::IAM::Role')) expect(role).not.toHaveProperty('PermissionsBoundary');
  });
};
