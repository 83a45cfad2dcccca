import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../support/install-package.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const HSTS_LIST = `${folder}node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json`;

/** @throws CommandError when npm fails; its own message is on stderr. */
export const installTools = async (): Promise<void> => {
  await installPackage(folder, 'Lighthouse and the HTTP Observatory into test/scores, 240 MB');
  // The list of HTTPS-only names in browsers, which the Observatory would download on install. A listed name gains
  // points, so without the list no score is too high.
  await writeFile(HSTS_LIST, '{}');
};
