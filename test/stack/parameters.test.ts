import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findParameterFaults } from '../../stack/parameters.ts';
import place from '../../stack/place.cjs';
import { serverlessYml } from '../../stack/read-stage.ts';

const faultsOf = (values: object, region = 'eu-west-1') => findParameterFaults({ values: { ...values }, region });

const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000';

const EDGE = { edgeCache: 'on', readLease: 3 };

describe('the parameters of a stage', () => {
  test('are valid in serverless.yml', async () => {
    const { default: defaults, prod } = serverlessYml.params;
    const known = { ...defaults, runbookUrl: await place.runbookUrl() };
    expect(faultsOf(known)).toEqual([]);
    expect(faultsOf({ ...known, ...prod })).toEqual([]);
  });

  test('are exactly those with a rule', () => {
    const [fault = ''] = faultsOf({ edgeCahce: 'on' });
    expect(fault).toMatch(/^There is no parameter edgeCahce\. There are: /);
    const known = fault.replace(/.*: |\.$/g, '').split(', ');
    expect(known.toSorted()).toEqual(Object.keys(serverlessYml.params.default).toSorted());
  });

  test.each([
    ['edgeCache', 'false', 'edgeCache must be on or off, not "false".'],
    ['edgeCache', 'On', 'edgeCache must be on or off, not "On".'],
    ['release', 'AllatOnce', /^release must be AllAtOnce, Canary10Percent5Minutes, .* or .*, not "AllatOnce"\.$/],
    ['release', 'Canary20Percent5Minutes', /^release must be /],
    ['tableDeletionPolicy', 'Keep', 'tableDeletionPolicy must be Delete or Retain, not "Keep".'],
    ['deletionProtection', 'yes', 'deletionProtection must be true or false, not "yes".'],
    ['throttleRate', 'fast', /^throttleRate must be a whole number from 1 to .*, not "fast"\.$/],
    ['throttleRate', '0', /^throttleRate must be /],
    ['throttleBurst', '1.5', /^throttleBurst must be /],
    ['throttleOtherRoutes', '-1', /^throttleOtherRoutes must be /],
    ['memorySize', '64', /^memorySize must be a whole number from 128 to 10240 \(MB\), not "64"\.$/],
    ['logRetentionInDays', '10', /^logRetentionInDays must be 1, 3, .* or 3653, not "10"\.$/],
    ['initialString', ' ', 'initialString must be some text, not " ".'],
    ['alarmEmail', 'ada', 'alarmEmail must be an e-mail address, or left out, not "ada".'],
    [
      'alarmUrl',
      'http://events.example.com',
      'alarmUrl must be an https address, or left out, not "http://events.example.com".',
    ],
    ['runbookUrl', 'operations', /^runbookUrl must be an https address without #, not/],
    ['monthlyBudget', '10 USD', /^monthlyBudget must be a whole number from 0 to/],
    ['dashboard', 'true', 'dashboard must be on or off, not "true".'],
    ['tracing', 'on', 'tracing must be Active or PassThrough, not "on".'],
    ['domain', 'https://string.example.com', /^domain must be a name such as string\.example\.com, or left out/],
    ['hostedZoneId', 'string.example.com', /^hostedZoneId must be /],
    ['certificateArn', 'arn:aws:iam::1:role/x', /^certificateArn must be /],
    ['toString', 'x', /^There is no parameter toString\./],
  ])('are refused with an explanation: %s=%s', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(fault)]);
  });

  test('are valid in the type that YAML gives them', () => {
    expect(faultsOf({ deletionProtection: true, memorySize: 512, throttleRate: 7 })).toEqual([]);
  });

  test.each([
    [{ hostedZoneId: 'Z123' }, 'hostedZoneId needs a domain: set both.'],
    [{ certificateArn: CERTIFICATE }, 'certificateArn needs a domain: set both.'],
    [
      { release: 'Canary10Percent5Minutes', alarms: 'off', alarmEmail: 'ada@example.com' },
      'A gradual release stops when an alarm rings: release=Canary10Percent5Minutes needs alarms=on.',
    ],
    [{ monthlyBudget: 5 }, 'A monthlyBudget warns the recipients of the alarms: give alarmEmail or alarmUrl, too.'],
    ...[{}, { certificateArn: CERTIFICATE.replace('us-east-1', 'eu-west-1') }].map((wrong): [object, string] => [
      { domain: 'a.example.com', ...EDGE, ...wrong },
      'An edge cache needs a certificate from us-east-1: set certificateArn.',
    ]),
    ...[{}, { readLease: 1 }, { readLease: 10 }].map((lease): [object, string] => [
      { edgeCache: 'on', ...lease },
      'The caches of an edge cache hold a string for up to two seconds: edgeCache=on needs readLease=3.',
    ]),
  ])('are refused if they contradict each other: %j', (values, fault) => {
    expect(faultsOf(values)).toEqual([fault]);
  });

  test.each([
    ['us-gov-west-1', EDGE, 'GovCloud has no CloudFront: leave edgeCache out in us-gov-west-1.'],
    [
      'us-gov-east-1',
      { monthlyBudget: 5, alarmEmail: 'ada@example.com' },
      /^GovCloud has no Budgets: leave monthlyBudget/,
    ],
    ['us-gov-west-1', { push: 'on' }, /^GovCloud has no AppSync Events: leave push/],
    ['cn-north-1', EDGE, /^CloudFront in China takes no certificate of ACM: /],
  ])('are refused where a partition lacks what they turn on: %s %j', (region, values, fault) => {
    expect(faultsOf(values, region)).toEqual([expect.stringMatching(fault)]);
    expect(faultsOf({ edgeCache: 'off', monthlyBudget: 0 }, region)).toEqual([]);
  });

  test('accept an edge cache with a certificate from us-east-1, or a stage there', () => {
    const values = { domain: 'a.example.com', ...EDGE };
    expect(faultsOf({ ...values, certificateArn: CERTIFICATE })).toEqual([]);
    expect(faultsOf(values, 'us-east-1')).toEqual([]);
  });
});

test.each([
  ['url = https://github.com/ada/string.git', 'https://github.com/ada/string/blob/main/docs/operations.md'],
  ['url = git@github.com:ada/the.string', 'https://github.com/ada/the.string/blob/main/docs/operations.md'],
  ['url = ../elsewhere', 'docs/operations.md'],
])('an alarm links to the runbook in the checkout’s own repository: %s', (origin, link) => {
  expect(place.runbookIn(`[remote "origin"]\n\t${origin}\n\tfetch = +refs/heads/*`)).toBe(link);
});

describe('the default region', () => {
  const before = { ...process.env };
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'saved-string-profiles-'));
    await writeFile(join(directory, 'config'), '[profile far]\nregion = eu-west-2\n[profile near]\noutput = json\n');
  });
  afterAll(async () => {
    process.env = before;
    await rm(directory, { recursive: true });
  });

  test.each([
    [{ AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-1' }, 'far', 'us-east-2'],
    [{ AWS_DEFAULT_REGION: 'us-west-1' }, 'far', 'us-west-1'],
    [{}, 'far', 'eu-west-2'],
    [{ AWS_PROFILE: 'far' }, undefined, 'eu-west-2'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: '' }, 'far', 'eu-west-2'],
    [{}, 'near', 'eu-west-1'],
  ])('is AWS’s own: %j with --aws-profile %s', async (env, profile, region) => {
    const { AWS_REGION: _region, AWS_DEFAULT_REGION: _default, AWS_PROFILE: _profile, ...rest } = before;
    process.env = { ...rest, AWS_CONFIG_FILE: join(directory, 'config'), ...env };
    expect(await place.region({ options: { 'aws-profile': profile } })).toBe(region);
  });
});
