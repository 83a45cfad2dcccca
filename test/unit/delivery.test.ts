import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readDeployRole } from '../support/deploy-role.ts';
import { serverlessYml } from '../support/serverless-yml.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly environment?: { readonly name: string };
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: Job['concurrency'];
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflowFiles = globSync('.github/workflows/*.yml', { cwd: root });
const actionFiles = globSync('.github/actions/*/action.yml', { cwd: root });
const workflows = Object.fromEntries(workflowFiles.map((file) => [file, parse(read(file)) as Workflow]));
const jobs = Object.entries(workflows).flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${name} of ${file}`, job, workflow })),
);

const changesStage = ({ steps = [] }: Job): boolean =>
  steps.some(({ uses = '', run = '' }) => uses.endsWith('/deploy') || /serverless (deploy|remove)/.test(run));
const deploying = jobs.filter(({ job }) => changesStage(job));

describe('the workflows', () => {
  test('check, deploy main and tags, and give pull requests a stage', () => {
    expect(workflowFiles.toSorted()).toEqual(
      ['ci', 'deploy', 'preview'].map((name) => `.github/workflows/${name}.yml`),
    );
    expect(deploying.map(({ name }) => name.split(' ')[0]).toSorted()).toEqual(['deploy', 'dev', 'prod', 'remove']);
  });

  test.each([...workflowFiles, ...actionFiles])('use other people’s actions by commit only: %s', (file) => {
    const lines = read(file).match(/uses: .*/g) ?? [];
    for (const line of lines) expect(line).toMatch(/^uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test.each(workflowFiles)('never run a stranger’s code with rights: %s', (file) => {
    expect(Object.keys(workflows[file]?.on ?? {})).not.toContain('pull_request_target');
    expect(Object.keys(workflows[file]?.on ?? {})).not.toContain('workflow_run');
    expect(workflows[file]?.permissions).toEqual({});
  });

  test.each(jobs)('say what each job may do: $name', ({ job }) => {
    expect(job.permissions).toBeDefined();
    const { contents, 'id-token': idToken, 'pull-requests': pullRequests, ...others } = job.permissions ?? {};
    expect({ contents, others }).toEqual({ contents: 'read', others: {} });
    expect(idToken).toBe(changesStage(job) ? 'write' : undefined);
    if (pullRequests !== undefined) expect(changesStage(job)).toBe(true);
  });

  test.each(deploying)('let each deployment of a stage come to its end, one at a time: $name', ({ job, workflow }) => {
    const concurrency = job.concurrency ?? workflow.concurrency;
    expect(concurrency?.group).toMatch(/^stage-(dev|prod|pr-\$\{\{ github\.event\.number \}\})$/);
    expect(concurrency?.['cancel-in-progress']).toBe(false);
  });

  test('deploy what was checked, and to prod what was approved', () => {
    const { dev, prod } = workflows['.github/workflows/deploy.yml']?.jobs ?? {};
    expect(dev).toMatchObject({ needs: 'ci', if: expect.stringContaining("github.ref == 'refs/heads/main'") });
    expect(prod).toMatchObject({ needs: 'ci', if: expect.stringContaining("github.ref_type == 'tag'") });
    expect(prod?.environment?.name).toBe('prod');
  });

  test('give the release of prod the time that it takes to reach every visitor, and half an hour for all else', () => {
    const minutes = Number(/^Canary10Percent(\d+)Minutes$/.exec(serverlessYml.params.prod.release)?.[1]);
    const { prod } = workflows['.github/workflows/deploy.yml']?.jobs ?? {};
    expect(prod?.['timeout-minutes']).toBeGreaterThanOrEqual(minutes + 30);
  });

  test.each(Object.entries(workflows['.github/workflows/preview.yml']?.jobs ?? {}))(
    'give no stage to a fork: %s',
    (_name, job) => {
      expect(job.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    },
  );
});

describe('the role that deploys', () => {
  const { trust, classes, own, domainAndEdgeCache } = readDeployRole();

  test('can be taken on by one branch, by pull requests, or by one environment of the repository', () => {
    expect(trust).toEqual([
      expect.objectContaining({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
            'token.actions.githubusercontent.com:sub': ['repo:${Repository}:${Subject}', expect.anything()],
          },
        },
      }),
    ]);
    expect(classes).toEqual({
      dev: { Stage: 'dev', Subject: 'ref:refs/heads/main' },
      preview: { Stage: 'pr-*', Subject: 'pull_request' },
      prod: { Stage: 'prod', Subject: 'environment:prod' },
    });
  });

  test('is given single actions, and none on what is in the table', () => {
    const actions = [...own, ...domainAndEdgeCache].flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions.filter((action) => /^dynamodb:.*(Item|Query|Scan|PartiQL)/.test(action))).toEqual([]);
  });

  test('is given them on the stages of its class, but for what AWS gives no name to', () => {
    const allowed = own.filter(({ Effect }) => Effect === 'Allow');
    const unnamed = allowed.filter(({ Resource }) => !JSON.stringify(Resource).includes('saved-string-$'));
    expect(unnamed.map(({ Sid }) => Sid)).toEqual([
      'TemplatesAreNoResource',
      'Gateway',
      'GatewayServiceRole',
      'GatewayLogsAreNoResource',
      'AlarmsCanBeListedTogetherOnly',
      'ReleaseSpeeds',
    ]);
  });

  test('can remove neither prod nor its table', () => {
    const denied = own.filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toEqual([
      expect.objectContaining({ Action: ['cloudformation:DeleteStack', 'dynamodb:DeleteTable'], Resource: '*' }),
    ]);
  });

  test('fits into what IAM takes', () => {
    // In characters without white space; the limits are 10,240 and 6,144, and the account's number and region are filled in.
    expect(JSON.stringify(own).length).toBeLessThan(9_000);
    expect(JSON.stringify(domainAndEdgeCache).length).toBeLessThan(5_000);
  });
});
