import { STAGE_NAMES, type StageName } from '../stack/package/stages.ts';
import type { Violation } from './find-violations.ts';

export interface Waiver {
  readonly rule: string;
  readonly resource: RegExp;
  /** The resources for which it is waived; undefined for all. */
  readonly stages?: readonly StageName[];
  readonly reason: string;
}

const TRACED = STAGE_NAMES.filter((stage) => stage !== 'with-everything');

const GRADUAL: readonly StageName[] = ['prod', 'with-canary', 'with-everything'];

const DEPLOYMENT_GROUPS =
  'arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<ReleaseApplication>/*';

/** The rules that the stack deliberately breaks. */
export const WAIVERS: readonly Waiver[] = [
  {
    rule: 'AwsSolutions-APIG4',
    resource: /^HttpApiRoute/,
    reason: 'Anyone may read, and the function itself requires a token to write.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    resource: /^Role$/,
    stages: TRACED,
    reason: 'Traces belong to no resource with a name; the test of the role checks that * is for nothing else.',
  },
  {
    rule: 'Serverless-LambdaStarPermissions',
    resource: /^Role$/,
    stages: TRACED,
    reason: 'The same.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    resource: /^ReleaseRole$/,
    stages: GRADUAL,
    reason: 'CodeDeploy asks for alarms without naming them, and stops a release when it can’t read them.',
  },
  {
    rule: 'AwsSolutions-S1',
    resource: /^LogArchive$/,
    stages: ['with-archive'],
    reason: 'Firehose alone writes to it, and the log of a log would be a log, too.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::<LogArchive.Arn>/*]',
    resource: /^LogStreamRole$/,
    stages: ['with-archive'],
    reason: 'The names of the files are Firehose’s.',
  },
  {
    rule: 'AwsSolutions-S1',
    resource: /^FilesBucket$/,
    stages: ['with-files'],
    reason: 'Its log would hold the links of files and the addresses of who follows them.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::<FilesBucket.Arn>/*]',
    resource: /^FilesRole$/,
    stages: ['with-files'],
    reason: 'The names of the files are random.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    resource: /^FilesRole$/,
    stages: ['with-files'],
    reason: 'Traces belong to no resource with a name.',
  },
  {
    rule: 'Serverless-LambdaStarPermissions',
    resource: /^FilesRole$/,
    stages: ['with-files'],
    reason: 'The same.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resource: /^FilesLambdaFunction$/,
    stages: ['with-files'],
    reason: 'It is for asynchronous events. The gateway waits for this function.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resource: /^PushAuthorizer$/,
    stages: ['with-push'],
    reason: 'It is for asynchronous events. AppSync waits for this function.',
  },
  {
    rule: 'Serverless-LambdaTracing',
    resource: /^PushAuthorizer$/,
    stages: ['with-push'],
    reason: 'It looks at nothing.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resource: /^(WebLambda|Check)Function$/,
    reason: 'An event of a schedule holds a task’s name and nothing else; for everything else, a client waits.',
  },
  {
    rule: 'Serverless-EventBusDLQ',
    resource: /^(WeeklyStats|DeliverWebhook|Push)Rule$/,
    reason: 'The same: the next event comes by itself.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::<WebLambdaFunction.Arn>:*]',
    resource: /^CheckRole$/,
    stages: GRADUAL,
    reason: 'It calls one version of the function after the other.',
  },
  {
    rule: `AwsSolutions-IAM5[Resource::${DEPLOYMENT_GROUPS}]`,
    resource: /^CheckRole$/,
    stages: GRADUAL,
    reason: 'CloudFormation names the group, and it waits for this role. The application is the stage’s own.',
  },
  {
    rule: 'Serverless-LambdaTracing',
    resource: /^CheckFunction$/,
    stages: GRADUAL,
    reason: 'It runs once in a release, and logs what it found.',
  },
  {
    rule: 'AwsSolutions-S1',
    resource: /^ServerlessDeploymentBucket$/,
    reason: 'It holds the deployed packages, and only their deployers can read it.',
  },
  {
    rule: 'W3011',
    resource: /^WebLambdaVersion/,
    reason: 'The framework keeps versions when they leave the template, and deletes the old ones itself.',
  },
  {
    rule: 'AwsSolutions-DDB3',
    resource: /^Table$/,
    stages: [
      'dev',
      'pr-1',
      'with-alarms',
      'with-archive',
      'with-budget',
      'with-canary',
      'with-domain',
      'with-edge-cache',
      'with-files',
      'with-push',
    ],
    reason: 'Only the history of prod is worth a backup by default.',
  },
  {
    rule: 'SilentAlarm',
    resource: /Alarm$/,
    stages: ['with-alarms', 'with-canary'],
    reason: 'The stage names no recipient. Its alarms are there for releases, and can be seen on the dashboard.',
  },
  {
    rule: 'AwsSolutions-CFR1',
    resource: /^EdgeCache$/,
    reason: 'The string is for visitors of every country.',
  },
  {
    rule: 'AwsSolutions-CFR2',
    resource: /^EdgeCache$/,
    reason: 'There is one cached page and one endpoint, which checks every input; the gateway limits the rate.',
  },
  {
    rule: 'AwsSolutions-CFR3',
    resource: /^EdgeCache$/,
    reason: 'Its log would hold the addresses of visitors. What reaches the gateway is logged there.',
  },
  {
    rule: 'AwsSolutions-CFR4',
    resource: /^EdgeCache$/,
    stages: ['with-edge-cache'],
    reason: 'CloudFront chooses the TLS versions for its own address. With a domain it is 1.2 or newer.',
  },
  {
    rule: 'Serverless-LambdaTracing',
    resource: /^WebLambdaFunction$/,
    stages: ['with-everything'],
    reason: 'A stage may turn traces off: on a quiet site they cost more than everything else.',
  },
  {
    rule: 'W9003',
    resource: /^Budget$/,
    stages: ['with-budget'],
    reason: '--param gives text, which CloudFormation converts to a number.',
  },
  {
    rule: 'W9003',
    resource: /^(HttpApiLogGroup|WebLogGroup|CheckLogGroup|HttpApiStage|Table)$/,
    stages: ['with-everything'],
    reason: '--param gives text, which CloudFormation converts to a number.',
  },
];

export const waives = (waiver: Waiver, { rule, resource }: Violation, stage: StageName): boolean =>
  waiver.rule === rule && waiver.resource.test(resource) && (waiver.stages?.includes(stage) ?? true);
