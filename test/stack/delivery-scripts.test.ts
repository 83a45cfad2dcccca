import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
});
afterEach(() => rm(directory, { recursive: true }));

/**
 * Puts a fake program first on PATH. It records its arguments, and runs shell commands that are found by a part of
 * these.
 */
const standIn = async (name: string, answers: Readonly<Record<string, string>>): Promise<void> => {
  const file = join(directory, name);
  const cases = Object.entries(answers).map(([part, commands]) => `*'${part}'*) ${commands} ;;`);
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$*" >> "$0.calls"\ncase "$*" in\n${cases.join('\n')}\nesac\n`);
  await chmod(file, 0o755);
};

const callsOf = async (name: string): Promise<string> => readFile(join(directory, `${name}.calls`), 'utf8');

const surroundings = () => ({
  ...process.env,
  PATH: `${directory}:${process.env.PATH}`,
  GITHUB_REPOSITORY: 'owner/name',
  AWS_REGION: 'eu-west-1',
});

const run = (script: string, ...args: string[]) => promisify(execFile)(`.ci/${script}`, args, { env: surroundings() });

describe('.ci/address', () => {
  const info = (...outputs: string[]) => ({
    info: `printf 'service: saved-string\nendpoints:\n  GET - https://gateway.example/\n\nStack Outputs:\n  ${outputs.join('\n  ')}\n'`,
  });

  test('prints the visitors’ address, not the gateway’s', async () => {
    await standIn('npx', info('HttpApiUrl: https://gateway.example', 'Address: https://string.example', 'Bucket: x'));
    expect((await run('address', 'pr-7')).stdout).toBe('https://string.example\n');
    expect(await callsOf('npx')).toBe('--no serverless info --verbose --stage pr-7 --region eu-west-1\n');
  });

  test('fails if the stage has no address', async () => {
    await standIn('npx', info('HttpApiUrl: https://gateway.example'));
    await expect(run('address', 'dev')).rejects.toMatchObject({ code: 1, stderr: 'The stage dev has no address\n' });
  });
});

describe('.ci/comment', () => {
  const body = 'body=<!-- saved-string: preview -->\nRuns at `x`';

  test('writes a comment if it has none yet', async () => {
    await standIn('gh', {});
    await run('comment', '7', 'Runs at `x`');
    const calls = await callsOf('gh');
    expect(calls).toContain(`api --method POST repos/owner/name/issues/7/comments --raw-field ${body} --silent`);
    expect(calls).not.toContain('PATCH');
  });

  test('updates its own comment', async () => {
    await standIn('gh', { '--paginate': `printf '42\n43\n'` });
    await run('comment', '7', 'Runs at `x`');
    const calls = await callsOf('gh');
    expect(calls).toMatch(/^api --paginate repos\/owner\/name\/issues\/7\/comments .*github-actions\[bot\].*preview/);
    expect(calls).toContain(`api --method PATCH repos/owner/name/issues/comments/42 --raw-field ${body} --silent`);
    expect(calls).not.toContain('POST');
  });
});

describe('.ci/package and .ci/deploy', () => {
  const packages =
    'mkdir -p build/release && printf zip > build/release/saved-string.zip && printf files > build/release/files.zip';
  const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
  const sha256 = `${sha256Of('zip')} ${sha256Of('files')}`;
  const options = '--stage pr-7 --region eu-west-1 --package build/release';
  const boundary = '--param permissionsBoundary=saved-string-preview-eu-west-1';

  /** A copy, because the scripts write into their own folder. */
  const runCopy = async (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    await mkdir(join(directory, '.ci'));
    await copyFile(`.ci/${script}`, join(directory, '.ci', script));
    return promisify(execFile)(join(directory, '.ci', script), args, { env: { ...surroundings(), ...env } });
  };

  test('build the code, and report the hashes of both zips', async () => {
    await standIn('npx', {
      'serverless package --stage dev --param files=on --package build/release': `echo Packaged; ${packages}`,
    });
    await standIn('npm', { 'sbom --sbom-format cyclonedx': 'echo {}' });
    expect((await runCopy('package', [])).stdout).toBe(`sha256=${sha256}\n`);
    expect(await readFile(join(directory, 'build/release/sbom.cdx.json'), 'utf8')).toBe('{}\n');
  });

  test.each([
    ['', ''],
    ['true', ' --force'],
  ])('deploy a new package, with FORCE=%s', async (FORCE, force) => {
    await standIn('npx', { 'serverless package': packages });
    await runCopy('deploy', ['pr-7', 'preview'], { FORCE });
    expect(await callsOf('npx')).toBe(
      `--no serverless package ${options} ${boundary}\n--no serverless deploy ${options} ${boundary}${force}\n`,
    );
  });

  test('deploy all at once on request', async () => {
    await standIn('npx', { 'serverless package': packages });
    await runCopy('deploy', ['pr-7', 'preview'], { RELEASE: 'AllAtOnce' });
    const calls = (await callsOf('npx')).trim().split('\n');
    expect(calls.map((call) => call.includes(' --param release=AllAtOnce'))).toEqual([true, true]);
  });

  test('deploy the same bytes that were built before', async () => {
    await standIn('npx', { 'serverless package': packages });
    await runCopy('deploy', ['pr-7', 'preview'], { SHA256: sha256 });
    expect(await callsOf('npx')).toContain('serverless deploy');
  });

  test.each([
    ['code', `${'a'.repeat(64)} ${sha256Of('files')}`],
    ['function for files', `${sha256Of('zip')} ${'a'.repeat(64)}`],
  ])('refuse to deploy other bytes of the %s', async (_, SHA256) => {
    await standIn('npx', { 'serverless package': packages });
    await expect(runCopy('deploy', ['pr-7', 'preview'], { SHA256 })).rejects.toMatchObject({ code: 1 });
    expect(await callsOf('npx')).not.toContain('serverless deploy');
  });
});

describe('.ci/on-main', () => {
  const git = async (...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
    const { stdout } = await promisify(execFile)('git', ['-C', directory, ...identity, ...args]);
    return stdout.trim();
  };

  test('accepts only merged commits', async () => {
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('commit', '--quiet', '--allow-empty', '--message', 'first');
    const first = await git('rev-parse', 'HEAD');
    await git('commit', '--quiet', '--allow-empty', '--message', 'second');
    await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    await git('commit', '--quiet', '--allow-empty', '--message', 'not merged');
    const script = fileURLToPath(new URL('../../.ci/on-main', import.meta.url));
    const check = (commit: string) => promisify(execFile)(script, [commit], { cwd: directory });

    await check(first);
    await check('origin/main');
    await expect(check('HEAD')).rejects.toMatchObject({
      code: 1,
      stderr: 'HEAD is not on main: only what was merged may be released\n',
    });
  });
});

describe('.ci/roll-back', () => {
  const lambda = {
    'get-alias': 'echo 12',
    'list-versions-by-function': `printf '$LATEST\t9\t10\t12\n13\n'`,
    'update-alias': 'echo arn',
  };
  const noReleases = { 'list-deployment-groups': 'echo Group-1', 'list-deployments': 'echo' };
  const moved = (version: string) =>
    `lambda update-alias --function-name saved-string-prod-web --name live --function-version ${version} ` +
    '--routing-config AdditionalVersionWeights={} --query AliasArn --output text\n';

  test.each<[string, string[], Record<string, string>, string]>([
    ['to the version before the live one', [], {}, '10'],
    ['to a given version', ['9'], {}, '9'],
    [
      'of a stage without gradual releases',
      [''],
      { 'list-deployment-groups': 'echo "(ApplicationDoesNotExistException)" >&2; exit 254' },
      '10',
    ],
  ])('moves the alias %s', async (_, args, answers, version) => {
    await standIn('aws', { ...noReleases, ...lambda, ...answers });
    const { stdout } = await run('roll-back', 'prod', ...args);
    expect(stdout).toContain(`Version ${version} of prod is live, and 12 is not.`);
    expect(await callsOf('aws')).toContain(moved(version));
  });

  test('stops a release in progress, and leaves the rest to CodeDeploy', async () => {
    const running = '--deployment-group-name Group-1 --include-only-statuses Created Queued InProgress Ready ';
    await standIn('aws', { [running]: 'echo d-1', ...noReleases, ...lambda });
    expect((await run('roll-back', 'prod')).stdout).toContain('The release d-1 of prod is stopped');
    const calls = await callsOf('aws');
    expect(calls).toContain('deploy stop-deployment --deployment-id d-1 --auto-rollback-enabled');
    expect(calls).not.toContain('lambda');
  });

  test.each<[string, Record<string, string>, string]>([
    ['it may not look', { 'list-deployment-groups': 'echo AccessDenied >&2; exit 254' }, 'AccessDenied\n'],
    [
      'there is no older version',
      { 'list-versions-by-function': 'echo 12' },
      'No version of prod is older than 12, which is live\n',
    ],
  ])('moves nothing if %s', async (_, answers, stderr) => {
    await standIn('aws', { ...noReleases, ...lambda, ...answers });
    await expect(run('roll-back', 'prod')).rejects.toMatchObject({ code: 1, stderr });
    expect(await callsOf('aws')).not.toContain('update-alias');
  });
});

describe('.ci/drift', () => {
  const detection = {
    'detect-stack-drift': 'echo 7',
    'describe-stack-drift-detection-status --stack-drift-detection-id 7 ': `printf 'DETECTION_COMPLETE\tNone\n'`,
  };

  test('passes for an unchanged stack', async () => {
    await standIn('aws', { ...detection, 'describe-stack-resource-drifts --stack-name saved-string-prod ': 'echo' });
    expect((await run('drift', 'prod')).stdout).toBe('saved-string-prod is as it was deployed.\n');
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'and names the changed resources',
      { 'describe-stack-resource-drifts': `printf 'Table\tMODIFIED\n'` },
      'Not as saved-string-prod says:\nTable\tMODIFIED\n',
    ],
    [
      'if it could not look',
      { 'describe-stack-drift-detection-status': `printf 'DETECTION_FAILED\tNo right to read the table\n'` },
      'DETECTION_FAILED\tNo right to read the table\n',
    ],
  ])('fails %s', async (_, answers, stderr) => {
    await standIn('aws', { ...answers, ...detection });
    await expect(run('drift', 'prod')).rejects.toMatchObject({ code: 1, stderr });
  });
});

describe('.ci/remove-closed-previews', () => {
  test('removes the stages of closed pull requests, and goes on when one fails', async () => {
    await standIn('aws', {
      'list-stacks': `printf 'saved-string-pr-x\tsaved-string-pr-1\tsaved-string-pr-2\nsaved-string-pr-3\n'`,
    });
    await standIn('gh', {
      'pulls/x ': 'exit 1',
      'pulls/2 ': 'echo open',
      'api repos/owner/name/pulls/': 'echo closed',
    });
    await standIn('npx', { '--stage pr-1': 'exit 1' });
    await expect(run('remove-closed-previews')).rejects.toMatchObject({ code: 1 });
    expect(await callsOf('npx')).toBe(
      '--no serverless remove --stage pr-1 --region eu-west-1\n--no serverless remove --stage pr-3 --region eu-west-1\n',
    );
  });

  test('does nothing without closed pull requests', async () => {
    await standIn('aws', { 'list-stacks': 'echo' });
    expect((await run('remove-closed-previews')).stdout).toBe('');
  });
});

describe('.ci/released-address', () => {
  test('asks GitHub for the address of the last release', async () => {
    await standIn('gh', { graphql: 'echo https://string.example' });
    expect((await run('released-address')).stdout).toBe('https://string.example\n');
    const calls = await callsOf('gh');
    expect(calls).toContain('api graphql --raw-field owner=owner --raw-field name=name ');
    expect(calls).toContain('environments: ["prod"]');
  });
});
