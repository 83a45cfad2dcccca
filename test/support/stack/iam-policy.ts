/** A policy statement in which every list is an array. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Request {
  readonly action: string;
  /** An ARN, or `*` for an action without a resource. */
  readonly resource: string;
  /** The values of the condition keys that AWS would send. */
  readonly context?: Readonly<Record<string, string>>;
}

const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

const matches = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`).test(value);

/** @throws Error for an unknown operator. */
const holds = ({ Condition = {} }: Statement, context: Readonly<Record<string, string>>): boolean =>
  Object.entries(Condition).every(([operator, keys]) => {
    if (operator !== 'StringEquals') throw new Error(`Unknown operator ${operator}`);
    return Object.entries(keys).every(([key, values]) => [values].flat().includes(context[key] ?? ''));
  });

const isAbout = (statement: Statement, { action, resource, context = {} }: Request): boolean =>
  statement.Action.some((name) => name.toLowerCase() === action.toLowerCase()) &&
  statement.Resource.some((pattern) => matches(pattern, resource)) &&
  holds(statement, context);

/** Whether IAM allows a request: a statement allows it, and none denies it. */
export const allows = (statements: readonly Statement[], request: Request): boolean => {
  const effects = statements.filter((statement) => isAbout(statement, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
};
