import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin, type PolicyValidationPluginReport, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Resource, Template } from '../../stack/resolve-conditions.ts';

/** A rule that a resource breaks. The resource is empty if the whole template breaks it. */
export interface Violation {
  readonly rule: string;
  readonly resource: string;
}

const PACKS = [new AwsSolutionsChecks(), new ServerlessChecks()];

// Creating it takes a second.
const schemas = new CloudFormationValidatePlugin();

const violationsOf = ({ violations }: PolicyValidationPluginReport): Violation[] =>
  violations.flatMap(({ ruleName: rule, violatingResources }) =>
    violatingResources.map(({ resourceLogicalId, constructPath = '' }) => ({
      rule,
      resource: resourceLogicalId ?? constructPath.replace(/.*\//, ''),
    })),
  );

/** Whether a policy anywhere in a value allows something to everyone. */
const letsEverybodyIn = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { Effect, Principal }: { Effect?: unknown; Principal?: unknown } = value;
  const isPublic = Effect === 'Allow' && ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(Principal));
  return isPublic || Object.values(value).some(letsEverybodyIn);
};

/** The project's own rules. */
const breachesOf = (resource: Resource): string[] => [
  ...(letsEverybodyIn(resource) ? ['PublicStatement'] : []),
  ...(resource.Type === 'AWS::CloudWatch::Alarm' && !resource.Properties.AlarmActions ? ['SilentAlarm'] : []),
];

/**
 * Checks a template against CloudFormation's schemas of all resources, the rules of cdk-nag (the packs AwsSolutions and
 * Serverless), and two rules of our own: alarms have actions, and no policy admits everyone.
 */
export const findViolations = async (template: Template): Promise<Violation[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-rules-'));
  try {
    const templateFile = join(directory, 'template.json');
    await writeFile(templateFile, JSON.stringify(template));
    const app = new App({ outdir: directory });
    const stack = new Stack(app, 'stack');
    new CfnInclude(stack, 'template', { templateFile });
    const stackTemplate = {
      stackConstructPath: 'stack',
      templatePath: templateFile,
      accountId: undefined,
      region: undefined,
    };
    const context = { appConstruct: app, templatePaths: [templateFile], stackTemplates: [stackTemplate] };
    const reports = [schemas.validate(context), ...PACKS.map((pack) => pack.validateScope(stack))];
    const own = Object.entries(template.Resources).flatMap(([resource, definition]) =>
      breachesOf(definition).map((rule) => ({ rule, resource })),
    );
    return [...reports.flatMap(violationsOf), ...own];
  } finally {
    await rm(directory, { recursive: true });
  }
};
