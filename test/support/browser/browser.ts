import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts a real, headless Chromium, with extra arguments if needed. See install-browser.ts for its source. */
export const launchBrowser = (...args: string[]): Promise<Browser> => {
  const { CHROME_PATH = '', CHROME_LIBRARY_PATH } = process.env;
  return chromium.launch({
    executablePath: CHROME_PATH,
    // The sandbox needs rights that a container does not give. Only our own pages are opened here.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-quic', '--disable-gpu', ...args],
    env: { ...process.env, ...(CHROME_LIBRARY_PATH && { LD_LIBRARY_PATH: CHROME_LIBRARY_PATH }) } as Record<
      string,
      string
    >,
  });
};

/** Collects incidents that must not happen on our pages: requests to other hosts, and errors in the console. */
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
