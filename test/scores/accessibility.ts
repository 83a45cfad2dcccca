import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * @param impacts Which ones count, such as `serious`; all, if left out.
 * @returns a sentence for each element that breaks a rule of axe's.
 */
export const violations = async (page: Page, impacts?: readonly string[]): Promise<string[]> => {
  // By the debugger, which the page's content security policy does not bind: it lets no script through that is not its own.
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as axe.Result[];
  return found
    .filter(({ impact }) => impacts === undefined || impacts.includes(String(impact)))
    .flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${id} (${impact}): ${target.join(' ')}`));
};
