import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts a real, headless Chromium, with further arguments if need be; see install-browser.ts for where it comes from. */
export const launchBrowser = (...args: string[]): Promise<Browser> => {
  const { CHROME_PATH = '', CHROME_LIBRARY_PATH } = process.env;
  return chromium.launch({
    executablePath: CHROME_PATH,
    // The sandbox needs rights that a container does not give; the only pages opened here are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-quic', '--disable-gpu', ...args],
    env: { ...process.env, ...(CHROME_LIBRARY_PATH && { LD_LIBRARY_PATH: CHROME_LIBRARY_PATH }) } as Record<
      string,
      string
    >,
  });
};

/** Collects what must not happen on a page of ours: requests to other hosts, and anything that the console calls an error. */
export const watch = (page: Page, origin: string): string[] => {
  const incidents: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) incidents.push(`request to ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') incidents.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  return incidents;
};
