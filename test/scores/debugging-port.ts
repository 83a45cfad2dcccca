import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

/** The launch option for any free port. */
export const ANY_DEBUGGING_PORT = '--remote-debugging-port=0';

/**
 * Finds the port on which a browser that was launched with ANY_DEBUGGING_PORT listens for debuggers other than
 * Playwright. The browser writes it into its profile, and only its command line names the profile.
 */
export const debuggingPortOf = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { commandLine } = await session.send('SystemInfo.getInfo');
  await session.detach();
  const [, profile] = /--user-data-dir=(.+?) --/.exec(commandLine) ?? [];
  if (profile === undefined) throw new Error(`The browser names no profile: ${commandLine}`);
  const [port] = (await readFile(`${profile}/DevToolsActivePort`, 'utf8')).split('\n');
  return Number(port);
};
