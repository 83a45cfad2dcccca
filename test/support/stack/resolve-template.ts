import { parse, type YAMLSeq } from 'yaml';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

const PSEUDO_PARAMETERS = { 'AWS::Partition': 'aws', 'AWS::Region': REGION, 'AWS::AccountId': ACCOUNT };

const TAGS = ['Ref', 'Sub', 'GetAtt', 'FindInMap', 'If', 'Equals', 'Not', 'And', 'Condition', 'Select', 'Split'];

/** Expands CloudFormation's tags, such as `!Sub`, to their functions. */
const customTags = TAGS.flatMap((name) => [
  { tag: `!${name}`, resolve: (value: string) => ({ [name]: value }) },
  {
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (value: unknown) => ({ [name]: (value as YAMLSeq).toJSON() }),
  },
]);

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;

interface Template {
  readonly Parameters: Readonly<Record<string, Values>>;
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly Conditions: Values;
  readonly Resources: Values;
}

/**
 * Reads the resources of a CloudFormation template in YAML, with parameters filled in and functions evaluated. The
 * return value of a resource (`!Ref`, `!GetAtt`) is its logical name in `<>`.
 *
 * @throws Error for a parameter that the template lacks, does not allow, or has no default for.
 */
export const resolveTemplate = <Resources>(text: string, given: Readonly<Record<string, string>>): Resources => {
  const template: Template = parse(text, { customTags });

  const parameters: Record<string, unknown> = { ...PSEUDO_PARAMETERS };
  for (const [name, { Default, AllowedPattern, AllowedValues }] of Object.entries(template.Parameters)) {
    const value = given[name] ?? Default;
    const allowed = Array.isArray(AllowedValues) ? AllowedValues.includes(value) : typeof value === 'string';
    if (!allowed || !new RegExp(`^(?:${AllowedPattern ?? '.*'})$`).test(String(value))) {
      throw new Error(`The parameter ${name} can't be ${value}`);
    }
    parameters[name] = value;
  }
  for (const name of Object.keys(given)) {
    if (!(name in parameters)) throw new Error(`There is no parameter ${name}`);
  }

  const substitute = (pattern: string, values: Values): string =>
    pattern.replaceAll(/\$\{([\w:]+)\}/g, (_, name) => String(values[name] ?? parameters[name] ?? `<${name}>`));

  const functions: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    Ref: (name) => (name === 'AWS::NoValue' ? undefined : substitute(`\${${name}}`, {})),
    GetAtt: (attribute) => `<${attribute}>`,
    Sub: (pattern, values) => substitute(String(pattern), isObject(values) ? values : {}),
    FindInMap: (map, key, name) => template.Mappings[String(map)]?.[String(key)]?.[String(name)],
    If: (condition, whenTrue, whenFalse) =>
      evaluate(template.Conditions[String(condition)]) === true ? whenTrue : whenFalse,
    Equals: (left, right) => left === right,
    Not: (value) => value !== true,
    And: (...values) => values.every((value) => value === true),
    Condition: (name) => evaluate(template.Conditions[String(name)]),
    Select: (index, list) => (list as unknown[])[Number(index)],
    Split: (separator, value) => String(value).split(String(separator)),
  };

  const evaluate = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(evaluate).filter((value) => value !== undefined);
    if (!isObject(node)) return node;
    const [name = '', ...others] = Object.keys(node);
    const work = functions[name];
    if (work && others.length === 0) return work(...[node[name]].flat().map(evaluate));
    const entries = Object.entries(node).map(([key, value]) => [key, evaluate(value)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };

  return evaluate(template.Resources) as Resources;
};
