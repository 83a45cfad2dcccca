import { STAGE_NAMES, type StageName, templateOf } from '../stack/package/stages.ts';
import type { StageClass } from '../support/stack/deploy-role.ts';
import type { Statement } from '../support/stack/iam-policy.ts';
import type { Template } from '../support/stack/template.ts';

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
