import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createToken, formatToken } from '../../src/editors/token.ts';
import { findLockfileFaults, type Lockfile } from '../support/lockfile-faults.ts';
import { findSecrets } from '../support/secrets.ts';

const root = new URL('../../', import.meta.url);

/** Split, so that this file holds none of them. */
const secretOf = (...parts: string[]): string => parts.join('');

describe('the files of the repository', () => {
  test('hold no secret', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
    expect(files).toContain('package.json');
    const found = files.flatMap((file) =>
      findSecrets(readFileSync(new URL(file, root), 'latin1')).map((secret) => `${file}: ${secret}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['an editor’s token', formatToken(createToken())],
    ['an access key of AWS', secretOf('AKIA', 'QWERTYUIOPASDFGH')],
    ['a secret key of AWS', secretOf('aws_secret_', `access_key = ${'aB3/'.repeat(10)}`)],
    ['a token of GitHub', secretOf('ghp_', 'a1'.repeat(18))],
    ['a token of GitHub', secretOf('github_pat_', 'a1'.repeat(41))],
    ['a token of npm', secretOf('npm_', 'a1'.repeat(18))],
    ['a token of Slack', secretOf('xoxb-', '1234567890-abc')],
    ['a key of Google', secretOf('AIza', 'a1_-x'.repeat(7))],
    ['a key of Stripe', secretOf('sk_', `live_${'a1'.repeat(12)}`)],
    ['a private key', secretOf('-----BEGIN ', 'RSA PRIVATE KEY-----')],
  ])('would not hold %s unnoticed', (kind, secret) => {
    expect(findSecrets(`const it = '${secret}';\n`)).toEqual([kind]);
  });

  test('may hold what only looks like an editor’s token', () => {
    expect(findSecrets(`sst_123456789012_${'x'.repeat(38)}`)).toEqual([]);
  });
});

describe('a lockfile', () => {
  const sha512 = `sha512-${randomBytes(64).toString('base64')}`;
  const lockfileOf = (entry: object): Lockfile => ({
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/a': entry },
  });

  test.each(['package-lock.json', 'test/scores/package-lock.json'])(
    'pins every package by its content, and names no address: %s',
    (file) => {
      const lockfile = JSON.parse(readFileSync(new URL(file, root), 'utf8')) as Lockfile;
      expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
      expect(findLockfileFaults(lockfile)).toEqual([]);
    },
  );

  test('may hold packages that are pinned, or come within another', () => {
    expect(findLockfileFaults(lockfileOf({ version: '1.0.0', integrity: sha512 }))).toEqual([]);
    expect(findLockfileFaults(lockfileOf({ version: '1.0.0', inBundle: true }))).toEqual([]);
  });

  test.each([
    ['a package without a hash', { version: '1.0.0' }, 'node_modules/a has no sha512'],
    ['a weaker hash', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'node_modules/a has no sha512'],
    [
      'a weaker hash beside it',
      { integrity: `sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= ${sha512}` },
      'node_modules/a has no sha512',
    ],
    [
      'an address',
      { integrity: sha512, resolved: 'https://example.com/a.tgz' },
      'node_modules/a comes from https://exam',
    ],
    ['a folder', { resolved: '../a', link: true }, 'node_modules/a has no sha512'],
  ])('could not hold %s unnoticed', (_name, entry, fault) => {
    expect(findLockfileFaults(lockfileOf(entry))).toContainEqual(expect.stringContaining(fault));
  });

  test('could not be of an older version unnoticed', () => {
    expect(findLockfileFaults({ lockfileVersion: 2, packages: {} })).toEqual(['The lockfile has version 2']);
  });
});
