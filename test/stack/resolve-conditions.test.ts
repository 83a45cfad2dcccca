import { expect, test } from '@jest/globals';
import { resolveConditions, type Template } from '../../stack/resolve-conditions.ts';

const topic = (Condition: string) => ({ Type: 'AWS::SNS::Topic', Condition, Properties: {} });
const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });

const resolve = (template: object) => resolveConditions({ Resources: {}, Outputs: {}, ...template } as Template);

test('excluded resources are left out, and so are the conditions', () => {
  const Conditions = {
    Yes: equals('on', 'on'),
    No: equals('on', 'off'),
    NotNo: { 'Fn::Not': [{ Condition: 'No' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Number: equals('7', 7),
  };
  const Resources = Object.fromEntries(Object.keys(Conditions).map((name) => [`${name}Topic`, topic(name)]));
  const Outputs = { Kept: { Condition: 'Yes', Value: 1 }, Gone: { Condition: 'No', Value: 2 } };
  const kept = { Type: 'AWS::SNS::Topic', Properties: {} };
  expect(resolve({ Conditions, Resources, Outputs })).toEqual({
    Resources: { YesTopic: kept, NotNoTopic: kept, EitherTopic: kept, NumberTopic: kept },
    Outputs: { Kept: { Value: 1 } },
  });
});

test.each([
  [{ 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  [{ 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  [{ 'Fn::If': ['Yes', 'a'] }, 'a'],
  [{ 'Fn::If': ['No', 'a'] }, undefined],
  [{ 'Fn::If': ['Yes', { 'Fn::If': ['No', 'a', { Ref: 'Topic' }] }, 'b'] }, { Ref: 'Topic' }],
  [
    ['a', { 'Fn::If': ['No', 'b'] }, 'c'],
    ['a', 'c'],
  ],
  [{ 'Fn::If': ['No', 'a', ''] }, ''],
])('%j becomes %j', (value, expected) => {
  const Conditions = { Yes: equals('on', 'on'), No: equals('on', 'off') };
  const { Outputs } = resolve({ Conditions, Outputs: { Address: { Value: value } } });
  expect(Outputs.Address?.Value).toEqual(expected);
});

test('a policy’s condition is not a condition of the template', () => {
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
  };
  expect(resolve({ Resources: { Role } }).Resources).toEqual({ Role });
});

test('a condition that is missing, or that only AWS can decide, is an error', () => {
  expect(() => resolve({ Resources: { Topic: topic('None') } })).toThrow('a missing condition');
  const Conditions = { InIreland: equals({ Ref: 'AWS::Region' }, 'eu-west-1') };
  expect(() => resolve({ Conditions, Resources: { Topic: topic('InIreland') } })).toThrow(
    'something other than the parameters',
  );
});
