export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** A CloudFormation template. */
export interface Template {
  readonly Conditions?: Readonly<Record<string, Condition>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

type Condition =
  | { readonly Condition: string }
  | { readonly 'Fn::Not': readonly [Condition] }
  | { readonly 'Fn::And': readonly Condition[] }
  | { readonly 'Fn::Or': readonly Condition[] }
  | { readonly 'Fn::Equals': readonly [string, string] };

/**
 * Evaluates CloudFormation's conditions in advance: they compare parameters of the stage, which are known at packaging.
 * So a stage's template has only what the stage has, and linters see each value instead of a choice between two. An
 * `!If` needs no third value, and may stand where CloudFormation takes none.
 *
 * @throws Error for a condition that is missing or that compares something else.
 */
export const resolveConditions = ({ Conditions = {}, ...template }: Template): Template => {
  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) throw new Error('The template refers to a missing condition');
    if ('Condition' in condition) return holds(Conditions[condition.Condition]);
    if ('Fn::Not' in condition) return !holds(condition['Fn::Not'][0]);
    if ('Fn::And' in condition) return condition['Fn::And'].every(holds);
    if ('Fn::Or' in condition) return condition['Fn::Or'].some(holds);
    const operands = condition['Fn::Equals'];
    if (operands.some((operand) => typeof operand === 'object')) {
      throw new Error('A condition of the template compares something other than the parameters of the stage');
    }
    return String(operands[0]) === String(operands[1]);
  };

  // Goes from the inside out. Undefined values are dropped.
  return JSON.parse(JSON.stringify(template), (key, value) => {
    // The branches of an Fn::If keep their positions.
    if (Array.isArray(value)) return key === 'Fn::If' ? value : value.filter((entry) => entry !== undefined);
    if (typeof value?.Condition === 'string') {
      const { Condition, ...rest } = value;
      return holds({ Condition }) ? rest : undefined;
    }
    if (!value?.['Fn::If']) return value;
    const [name, whenTrue, whenFalse] = value['Fn::If'];
    return holds({ Condition: name }) ? whenTrue : whenFalse;
  });
};
