export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** A CloudFormation template, with the conditions applied. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

type Condition =
  | { readonly Condition: string }
  | { readonly 'Fn::Not': readonly [Condition] }
  | { readonly 'Fn::And': readonly Condition[] }
  | { readonly 'Fn::Or': readonly Condition[] }
  | { readonly 'Fn::Equals': readonly [unknown, unknown] };

/**
 * Reads a template as CloudFormation does: what it leaves out on a condition is left out here. Each condition compares
 * parameters of the stage, whose values packaging has put in.
 */
export const readTemplate = (text: string): Template => {
  const { Conditions }: { Conditions: Readonly<Record<string, Condition>> } = JSON.parse(text);

  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) throw new Error('The template names a condition that it does not have');
    if ('Condition' in condition) return holds(Conditions[condition.Condition]);
    if ('Fn::Not' in condition) return !holds(condition['Fn::Not'][0]);
    if ('Fn::And' in condition) return condition['Fn::And'].every(holds);
    if ('Fn::Or' in condition) return condition['Fn::Or'].some(holds);
    return condition['Fn::Equals'][0] === condition['Fn::Equals'][1];
  };

  // From the inside out; what becomes undefined is left out.
  return JSON.parse(text, (key, value) => {
    if (key === 'Conditions' || value?.Ref === 'AWS::NoValue') return undefined;
    if (typeof value?.Type === 'string' && typeof value.Condition === 'string') {
      const { Condition, ...resource } = value;
      return holds({ Condition }) ? resource : undefined;
    }
    if (!Array.isArray(value?.['Fn::If'])) return value;
    const [name, whenTrue, whenFalse] = value['Fn::If'];
    return holds({ Condition: name }) ? whenTrue : whenFalse;
  });
};

/** The properties of every resource of a type. */
export const propertiesOf = ({ Resources }: Template, type: string): Resource['Properties'][] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

/** @throws Error when the template has no resource of that name. */
export const resourceOf = ({ Resources }: Template, name: string): Resource => {
  const resource = Resources[name];
  if (!resource) throw new Error(`The template has no ${name}`);
  return resource;
};
