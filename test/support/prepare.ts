import { fileURLToPath } from 'node:url';
import { buildPlayground } from '../../stack/playground-build.ts';
import { installBrowser } from './install-browser.ts';

/** Makes what several test files share, once and before any of them runs. */
export default async (): Promise<void> => {
  await buildPlayground(fileURLToPath(new URL('../../build/playground', import.meta.url)));
  await installBrowser();
};
