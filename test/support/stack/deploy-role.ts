import { readFileSync } from 'node:fs';
import type { Statement } from './iam-policy.ts';
import { resolveTemplate } from './resolve-template.ts';

interface Written extends Omit<Statement, 'Action' | 'Resource'> {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

interface PolicyDocument {
  readonly Statement: readonly Written[];
}

interface RoleResource {
  readonly Properties: {
    readonly AssumeRolePolicyDocument: { readonly Statement: unknown };
    readonly Policies: readonly [{ readonly PolicyDocument: PolicyDocument }];
  };
}

interface DeployRole {
  readonly Boundary: {
    readonly Properties: { readonly ManagedPolicyName: string; readonly PolicyDocument: PolicyDocument };
  };
  readonly Role: RoleResource;
  readonly DomainAndEdgeCachePolicy: { readonly Properties: { readonly PolicyDocument: PolicyDocument } };
  readonly PushPolicy: { readonly Properties: { readonly PolicyDocument: PolicyDocument } };
}

const statementsOf = ({ Statement }: PolicyDocument): Statement[] =>
  Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat(),
    Resource: [statement.Resource].flat(),
  }));

const read = (name: string): string =>
  readFileSync(new URL(`../../../.github/${name}-role.yml`, import.meta.url), 'utf8');

const REPOSITORY = 'ada@12/string@34';

export type StageClass = 'dev' | 'preview' | 'prod';

/** The role with which GitHub deploys a class of stages, with every parameter of its template set. */
export const readDeployRole = (stageClass: StageClass, TrustsNameAlone = 'false') => {
  const { Boundary, Role, DomainAndEdgeCachePolicy, PushPolicy } = resolveTemplate<DeployRole>(read('deploy'), {
    Repository: REPOSITORY,
    Class: stageClass,
    TrustsNameAlone,
    DomainAndEdgeCache: 'true',
    Push: 'true',
    HostedZoneId: 'Z0000000000000000000',
  });
  return {
    trust: Role.Properties.AssumeRolePolicyDocument.Statement,
    /** The name of the policy that limits the roles it creates, and the rights that this policy allows. */
    boundary: { name: Boundary.Properties.ManagedPolicyName, allows: statementsOf(Boundary.Properties.PolicyDocument) },
    own: statementsOf(Role.Properties.Policies[0].PolicyDocument),
    /** The additional rights for a stage with a domain or an edge cache. */
    domainAndEdgeCache: statementsOf(DomainAndEdgeCachePolicy.Properties.PolicyDocument),
    /** Those for a stage whose pages hear of changes. */
    push: statementsOf(PushPolicy.Properties.PolicyDocument),
  };
};

/** The role that compares prod with its stack. */
export const readDriftRole = (TrustsNameAlone = 'false') => {
  const { Role } = resolveTemplate<{ readonly Role: RoleResource }>(read('drift'), {
    Repository: REPOSITORY,
    TrustsNameAlone,
  });
  return {
    trust: Role.Properties.AssumeRolePolicyDocument.Statement,
    statements: statementsOf(Role.Properties.Policies[0].PolicyDocument),
  };
};
