import { updateBrowserCode } from '../../stack/browser-code.ts';
import { installBrowser } from './browser/install-browser.ts';

/** Builds the files that several tests share, once and before any of them runs. */
export default async (): Promise<void> => {
  await updateBrowserCode();
  await installBrowser();
};
