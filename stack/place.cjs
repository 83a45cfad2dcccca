// The stage, the region and the runbook of serverless.yml. CommonJS, because the framework reads variables from no other modules.

/** @typedef {{ options: Record<string, string | undefined> }} Context */

/**
 * Finds the runbook in the checkout's own repository at GitHub, so that the link in an alarm can be clicked.
 *
 * @param {string} gitConfig
 */
const runbookIn = (gitConfig) => {
  const [, repository] = /url = .*github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/m.exec(gitConfig) ?? [];
  return `${repository ? `https://github.com/${repository}/blob/main/` : ''}docs/operations.md`;
};

module.exports = {
  /** @param {Context} context */
  stage: ({ options }) => {
    const stage = options.stage ?? 'dev';
    // Refused here, and as text: the framework would print one line for each place with the name, or a stack trace.
    if (!/^[A-Za-z\d-]+$/.test(stage)) throw `"${stage}" can't be a stage: it has letters, digits and hyphens only.`;
    return stage;
  },
  /** @param {Context} context */
  region: async ({ options }) => {
    if (options.region) return options.region;
    const { readDefaultRegion } = await import('../cli/aws.ts');
    return readDefaultRegion(options['aws-profile']);
  },
  runbookIn,
  runbookUrl: async () => {
    const { readFile } = await import('node:fs/promises');
    return runbookIn(await readFile(`${__dirname}/../.git/config`, 'utf8').catch(() => ''));
  },
};
