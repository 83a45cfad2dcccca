import { buildBrowserCode } from '../../stack/browser-code.ts';
import { installBrowser } from './browser/install-browser.ts';

/** Makes what several test files share, once and before any of them runs. */
export default async (): Promise<void> => {
  await buildBrowserCode();
  await installBrowser();
};
