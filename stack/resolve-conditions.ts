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
 * Decides what CloudFormation would decide: its conditions compare parameters of the stage, which are known when it is
 * packaged. What a stage does not have is not in its template, which stays small enough to read and to send inline.
 *
 * @throws Error for a condition that is missing or that compares something else.
 */
export const resolveConditions = ({ Conditions = {}, ...template }: Template): Template => {
  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) throw new Error('The template names a condition that it does not have');
    if ('Condition' in condition) return holds(Conditions[condition.Condition]);
    if ('Fn::Not' in condition) return !holds(condition['Fn::Not'][0]);
    if ('Fn::And' in condition) return condition['Fn::And'].every(holds);
    if ('Fn::Or' in condition) return condition['Fn::Or'].some(holds);
    const operands = condition['Fn::Equals'];
    if (operands.some((operand) => typeof operand === 'object')) {
      throw new Error('A condition of the template compares more than parameters of the stage');
    }
    return String(operands[0]) === String(operands[1]);
  };

  // From the inside out; what becomes undefined is left out.
  return JSON.parse(JSON.stringify(template), (key, value) => {
    if (value?.Ref === 'AWS::NoValue') return undefined;
    // The branches of an Fn::If keep their places.
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
