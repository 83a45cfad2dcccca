// `npm run docs:pdf`: makes build/solution.pdf of docs/solution.md, with the browser of the tests.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { launchBrowser } from '../../test/support/browser/browser.ts';
import { installBrowser } from '../../test/support/browser/install-browser.ts';
import { toHtml } from './to-html.ts';

const source = new URL('../solution.md', import.meta.url);
const html = toHtml(await readFile(source, 'utf8'), source);

await installBrowser();
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.setContent(html);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
  const folder = new URL('../../build/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('solution.pdf', folder), pdf);
} finally {
  await browser.close();
}
