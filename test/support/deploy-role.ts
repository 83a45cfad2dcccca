import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

interface PolicyDocument {
  /** A statement that depends on a condition is in a list of its own, after the condition's name. */
  readonly Statement: readonly (Statement | readonly (string | Statement)[])[];
}

const isStatement = (value: string | Statement): value is Statement => typeof value === 'object' && 'Sid' in value;

const statementsOf = ({ Statement }: PolicyDocument): Statement[] =>
  Statement.flatMap((entry) => ('Sid' in entry ? entry : entry.filter(isStatement)));

/** The template that makes the role that GitHub deploys with. Its reader doesn't know CloudFormation's tags, and need not. */
export const readDeployRole = () => {
  const text = readFileSync(new URL('../../.github/deploy-role.yml', import.meta.url), 'utf8');
  const { Mappings, Resources } = parse(text, { logLevel: 'error' });
  const { AssumeRolePolicyDocument, Policies } = Resources.Role.Properties;
  return {
    classes: Mappings.Classes as unknown,
    trust: AssumeRolePolicyDocument.Statement as readonly Record<string, unknown>[],
    /** What it may always do. */
    own: statementsOf(Policies[0].PolicyDocument),
    /** What it may do where a stage has a domain or an edge cache. */
    domainAndEdgeCache: statementsOf(Resources.DomainAndEdgeCachePolicy.Properties.PolicyDocument),
  };
};
