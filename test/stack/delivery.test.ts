import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { serverlessYml } from '../../stack/read-stage.ts';
import { readDeployRole, readDriftRole } from '../support/stack/deploy-role.ts';
import { allows } from '../support/stack/iam-policy.ts';
import { resolveTemplate } from '../support/stack/resolve-template.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string | readonly string[];
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
const uses = ({ steps = [] }: Job, action: RegExp): boolean => steps.some((step) => action.test(step.uses ?? ''));
const logsIn = (job: Job): boolean => uses(job, /^\.\/\.github\/actions\/(deploy|log-in|roll-back)$/);
const attests = (job: Job): boolean => uses(job, /^actions\/attest@/);
const deploying = jobs.filter(({ job }) => changesStage(job));

/** The permissions of a job in addition to reading the code and proving its identity. */
const OTHER_PERMISSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'analyze of codeql.yml': { 'security-events': 'write' },
  'build of deploy.yml': { attestations: 'write' },
  'closed-previews of weekly.yml': { 'pull-requests': 'read' },
  'deploy of preview.yml': { 'pull-requests': 'write' },
  'prod-from-outside of weekly.yml': { deployments: 'read' },
  'remove of preview.yml': { 'pull-requests': 'write' },
};

describe('the workflows', () => {
  test('check, deploy main and tags, and give pull requests a stage', () => {
    expect(workflowFiles.toSorted()).toEqual(
      ['ci', 'codeql', 'deploy', 'drill', 'preview', 'roll-back', 'weekly'].map(
        (name) => `.github/workflows/${name}.yml`,
      ),
    );
    expect(deploying.map(({ name }) => name.split(' ')[0]).toSorted()).toEqual(['deploy', 'dev', 'prod', 'remove']);
  });

  test.each([...workflowFiles, ...actionFiles])('pin other people’s actions to a commit: %s', (file) => {
    const lines = read(file).match(/uses: .*/g) ?? [];
    for (const line of lines)
      expect(line).toMatch(/^uses: (\.\/\S+|[\w-]+(\/[\w-]+){1,2}@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test.each(workflowFiles)('never run outside code with permissions: %s', (file) => {
    expect(Object.keys(workflows[file]?.on ?? {})).not.toContain('pull_request_target');
    expect(Object.keys(workflows[file]?.on ?? {})).not.toContain('workflow_run');
    expect(workflows[file]?.permissions).toEqual({});
  });

  test.each(jobs)('declare the permissions of each job: $name', ({ name, job }) => {
    expect(job.permissions).toBeDefined();
    const { contents, 'id-token': idToken, ...others } = job.permissions ?? {};
    expect(contents).toBe('read');
    expect(idToken).toBe(logsIn(job) || attests(job) ? 'write' : undefined);
    expect(others).toEqual(OTHER_PERMISSIONS[name.replace(/ of .*\//, ' of ')] ?? {});
  });

  test.each(deploying)('finish each deployment of a stage before the next: $name', ({ job, workflow }) => {
    const concurrency = job.concurrency ?? workflow.concurrency;
    expect(concurrency?.group).toMatch(/^stage-(dev|prod|pr-\$\{\{ github\.event\.number \}\})$/);
    expect(concurrency?.['cancel-in-progress']).toBe(false);
  });

  test('deploy only checked code, and to prod only approved code', () => {
    const { build, dev, prod } = workflows['.github/workflows/deploy.yml']?.jobs ?? {};
    expect(build?.needs).toBe('ci');
    expect(dev).toMatchObject({ needs: 'build', if: expect.stringContaining("github.ref == 'refs/heads/main'") });
    expect(prod).toMatchObject({ needs: ['tag', 'build'], if: expect.stringContaining("github.ref_type == 'tag'") });
    expect(prod?.environment?.name).toBe('prod');
  });

  test('release only tags on main', () => {
    const { tag } = workflows['.github/workflows/deploy.yml']?.jobs ?? {};
    expect(tag?.steps).toEqual([
      expect.objectContaining({ with: expect.objectContaining({ 'fetch-depth': 0 }) }),
      { run: '.ci/on-main "$GITHUB_SHA"' },
    ]);
  });

  test('deploy the bytes that were attested', () => {
    const { build, dev, prod } = workflows['.github/workflows/deploy.yml']?.jobs ?? {};
    const subjects = build?.steps?.filter(({ uses = '' }) => uses.startsWith('actions/attest@')) ?? [];
    expect(subjects.map((step) => step.with)).toEqual([
      { 'subject-path': 'build/release/*.zip' },
      { 'subject-path': 'build/release/*.zip', 'sbom-path': 'build/release/sbom.cdx.json' },
    ]);
    for (const job of [dev, prod]) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills it in
      expect(job?.steps?.at(-1)?.with?.sha256).toBe('${{ needs.build.outputs.sha256 }}');
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills it in
      expect(job?.steps?.at(-1)?.with?.force).toBe("${{ github.event_name == 'workflow_dispatch' }}");
    }
  });

  test('check a pull request once', () => {
    const events = Object.entries(workflows).filter(([, workflow]) =>
      Object.values(workflow.jobs).some(({ steps = [] }) => steps.some(({ run }) => run === '.ci/run')),
    );
    expect(events.map(([file, workflow]) => [file, Object.keys(workflow.on)])).toEqual([
      ['.github/workflows/ci.yml', ['pull_request', 'workflow_call']],
    ]);
  });

  test('run a rollback without waiting for a deployment', () => {
    const rollBack = workflows['.github/workflows/roll-back.yml'];
    expect(Object.keys(rollBack?.on ?? {})).toEqual(['workflow_dispatch']);
    expect([rollBack, ...Object.values(rollBack?.jobs ?? {})].filter((part) => part?.concurrency)).toEqual([]);
  });

  test('allow a release of prod the time to reach every visitor, and half an hour for the rest', () => {
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

/** The statement that lets jobs of a repository log in, by its name with ids or also by that alone. */
const trustOf = (subjects: readonly string[], provider: unknown, trustsNameAlone: string) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: provider },
  Condition: {
    StringEquals: {
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': subjects.flatMap((subject) => [
        `repo:ada@12/string@34:${subject}`,
        ...(trustsNameAlone === 'true' ? [`repo:ada/string:${subject}`] : []),
      ]),
    },
  },
});

describe.each(['dev', 'preview', 'prod'] as const)('the role that deploys %s', (stageClass) => {
  const { boundary, own, domainAndEdgeCache } = readDeployRole(stageClass);

  test.each(['false', 'true'])(
    'can be assumed by main, by pull requests, or by one environment; by the name alone: %s',
    (alone) => {
      const main = 'ref:refs/heads/main';
      const subjects = { dev: [main], preview: ['pull_request', main], prod: ['environment:prod'] }[stageClass];
      expect(readDeployRole(stageClass, alone).trust).toEqual([trustOf(subjects, '<Provider>', alone)]);
    },
  );

  test('has single actions, and none on the table’s content', () => {
    const actions = [...own, ...domainAndEdgeCache].flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions.filter((action) => /^dynamodb:.*(Item|Query|Scan|PartiQL)/.test(action))).toEqual([]);
  });

  test('has actions only on stages of its class, except on resources without a name', () => {
    const stage = { dev: 'saved-string-dev', preview: 'saved-string-pr-', prod: 'saved-string-prod' }[stageClass];
    const allowed = own.filter(({ Effect }) => Effect === 'Allow');
    const unnamed = allowed.filter(({ Resource }) => Resource.some((resource) => !resource.includes(stage)));
    expect(unnamed.map(({ Sid }) => Sid)).toEqual([
      'TemplatesAndListsAreNoResource',
      'Gateway',
      'GatewayServiceRole',
      'GatewayLogsAreNoResource',
      'AlarmsCanBeListedTogetherOnly',
      'DeploymentsAreNoResource',
      'ReleaseSpeeds',
    ]);
  });

  test('can remove its stages and their tables, unless they are prod’s', () => {
    for (const [action, resource] of [
      ['cloudformation:DeleteStack', 'cloudformation:eu-west-1:000000000000:stack/saved-string-STAGE/1'],
      ['dynamodb:DeleteTable', 'dynamodb:eu-west-1:000000000000:table/saved-string-STAGE'],
    ] as const) {
      const stage = stageClass === 'preview' ? 'pr-7' : stageClass;
      const request = { action, resource: `arn:aws:${resource.replace('STAGE', stage)}` };
      expect(allows(own, request)).toBe(stageClass !== 'prod');
    }
  });

  test.each(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePermissionsBoundary'])(
    'creates and changes only roles with the boundary: %s',
    (action) => {
      const stage = { dev: 'dev', preview: 'pr-7', prod: 'prod' }[stageClass];
      const resource = `arn:aws:iam::000000000000:role/saved-string-${stage}-Role-1`;
      const under = (policy: string) => ({ action, resource, context: { 'iam:PermissionsBoundary': policy } });
      expect(allows(own, under('<Boundary>'))).toBe(true);
      expect(allows(own, under('arn:aws:iam::aws:policy/AdministratorAccess'))).toBe(false);
      expect(allows(own, { action, resource })).toBe(false);
      expect(allows(own, { ...under('<Boundary>'), resource: resource.replace(stage, 'other') })).toBe(false);
    },
  );

  test('can’t remove the boundary from a role, nor change it', () => {
    expect(own).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: ['iam:DeleteRolePermissionsBoundary'], Resource: ['*'] }),
    );
    const actions = own.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^iam:.*Policy(Version)?$/.test(action)).toSorted()).toEqual([
      'iam:DeleteRolePolicy',
      'iam:GetRolePolicy',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ]);
  });

  test('lets no role beyond its own stage', () => {
    const stage = { dev: 'saved-string-dev', preview: 'saved-string-pr-', prod: 'saved-string-prod' }[stageClass];
    const unnamed = boundary.allows.filter(({ Resource }) => Resource.some((resource) => !resource.includes(stage)));
    expect(unnamed.map(({ Sid }) => Sid)).toEqual(['TracesAlarmsAndHooksAreNoResource']);
    expect(boundary.name).toBe(`saved-string-${stageClass}-eu-west-1`);
  });

  test('fits into IAM’s size limits', () => {
    // In characters without white space; the limits are 10,240 and 6,144.
    expect(JSON.stringify(boundary.allows).length).toBeLessThan(6_000);
    expect(JSON.stringify(own).length).toBeLessThan(10_000);
    expect(JSON.stringify(domainAndEdgeCache).length).toBeLessThan(6_000);
  });
});

test.each(['false', 'true'])(
  'the role that compares prod with its stack can be assumed by main; by the name alone: %s',
  (alone) => {
    const provider = expect.stringContaining('oidc-provider/');
    expect(readDriftRole(alone).trust).toEqual([trustOf(['ref:refs/heads/main'], provider, alone)]);
  },
);

describe('the repository that is trusted', () => {
  test.each(['ada/string', 'ada@12/string', 'ada@x/string@34'])('is named with its ids, unlike %s', (repository) => {
    const [deploy, drift] = [read('.github/deploy-role.yml'), read('.github/drift-role.yml')];
    expect(() => resolveTemplate(deploy, { Repository: repository, Class: 'dev' })).toThrow('Repository');
    expect(() => resolveTemplate(drift, { Repository: repository })).toThrow('Repository');
  });
});
