import { STAGE_NAMES, type StageName } from '../stack/package/stages.ts';
import type { Violation } from './find-violations.ts';

export interface Waiver {
  readonly rules: readonly string[];
  readonly resource: RegExp;
  /** Where it is waived; undefined for every stage that has such a resource. */
  readonly stages?: readonly StageName[];
  readonly reason: string;
}

const UNTRACED = 'with-everything';

const DEPLOYMENT_GROUPS =
  'arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<ReleaseApplication>/*';

/** The rules that the stack deliberately breaks. */
export const WAIVERS: readonly Waiver[] = [
  {
    rules: ['AwsSolutions-APIG4'],
    resource: /^HttpApiRoute/,
    reason: 'Anyone may read, and the function itself requires a token to write.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions'],
    resource: /^(Files)?Role$/,
    stages: STAGE_NAMES.filter((stage) => stage !== UNTRACED),
    reason: 'Traces belong to no resource with a name; the test of the role checks that * is for nothing else.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::*]'],
    resource: /^ReleaseRole$/,
    reason: 'CodeDeploy asks for alarms without naming them, and stops a release when it can’t read them.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::<WebLambdaFunction.Arn>:*]'],
    resource: /^CheckRole$/,
    reason: 'It calls one version of the function after the other.',
  },
  {
    rules: [`AwsSolutions-IAM5[Resource::${DEPLOYMENT_GROUPS}]`],
    resource: /^CheckRole$/,
    reason: 'CloudFormation names the group, and it waits for this role. The application is the stage’s own.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::<LogArchive.Arn>/*]'],
    resource: /^LogStreamRole$/,
    reason: 'The names of the files are Firehose’s.',
  },
  {
    rules: ['AwsSolutions-IAM5[Resource::<FilesBucket.Arn>/*]'],
    resource: /^FilesRole$/,
    reason: 'The names of the files are random.',
  },
  {
    rules: ['AwsSolutions-S1'],
    resource: /^LogArchive$/,
    reason: 'Firehose alone writes to it, and the log of a log would be a log, too.',
  },
  {
    rules: ['AwsSolutions-S1'],
    resource: /^FilesBucket$/,
    reason: 'Its log would hold the links of files and the addresses of the people who follow them.',
  },
  {
    rules: ['AwsSolutions-S1'],
    resource: /^ServerlessDeploymentBucket$/,
    reason: 'It holds the deployed packages, and only their deployers can read it.',
  },
  {
    rules: ['Serverless-LambdaDLQ', 'Serverless-EventBusDLQ'],
    resource: /^((WebLambda|Check)Function|(WeeklyStats|DeliverWebhook|Push)Rule)$/,
    reason: 'An event of a schedule holds a task’s name only, and the next one comes by itself. All else has a client.',
  },
  {
    rules: ['Serverless-LambdaDLQ'],
    resource: /^(FilesLambdaFunction|PushAuthorizer)$/,
    reason: 'It is for asynchronous events. The gateway and AppSync wait for these functions.',
  },
  {
    rules: ['Serverless-LambdaTracing'],
    resource: /^PushAuthorizer$/,
    reason: 'It looks at nothing.',
  },
  {
    rules: ['Serverless-LambdaTracing'],
    resource: /^CheckFunction$/,
    reason: 'It runs once in a release, and logs what it found.',
  },
  {
    rules: ['Serverless-LambdaTracing'],
    resource: /^WebLambdaFunction$/,
    stages: [UNTRACED],
    reason: 'A stage may turn traces off: on a quiet site they cost more than everything else.',
  },
  {
    rules: ['W3011'],
    resource: /^WebLambdaVersion/,
    reason: 'The framework keeps versions when they leave the template, and deletes the old ones itself.',
  },
  {
    rules: ['AwsSolutions-DDB3'],
    resource: /^Table$/,
    stages: STAGE_NAMES.filter((stage) => !['prod', 'with-everything'].includes(stage)),
    reason: 'Only the history of prod is worth a backup by default.',
  },
  {
    rules: ['SilentAlarm'],
    resource: /Alarm$/,
    stages: ['with-alarms', 'with-canary'],
    reason: 'The stage names no recipient. Its alarms are there for releases, and can be seen on the dashboard.',
  },
  {
    rules: ['AwsSolutions-CFR1'],
    resource: /^EdgeCache$/,
    reason: 'The string is for visitors of every country.',
  },
  {
    rules: ['AwsSolutions-CFR2'],
    resource: /^EdgeCache$/,
    reason: 'There is one cached page and one endpoint, which checks every input; the gateway limits the rate.',
  },
  {
    rules: ['AwsSolutions-CFR3'],
    resource: /^EdgeCache$/,
    reason: 'Its log would hold the addresses of visitors. What reaches the gateway is logged there.',
  },
  {
    rules: ['AwsSolutions-CFR4'],
    resource: /^EdgeCache$/,
    stages: ['with-edge-cache'],
    reason: 'CloudFront chooses the TLS versions for its own address. With a domain it is 1.2 or newer.',
  },
  {
    rules: ['W9003'],
    resource: /^Budget$/,
    reason: '--param gives text, which CloudFormation converts to a number.',
  },
  {
    rules: ['W9003'],
    resource: /^(HttpApiStage|Table)$/,
    stages: ['with-everything'],
    reason: 'The same.',
  },
];

export const waives = ({ rules, resource, stages }: Waiver, found: Violation, stage: StageName): boolean =>
  rules.includes(found.rule) && resource.test(found.resource) && (stages?.includes(stage) ?? true);
