import axe, { type AxeResults, type ImpactValue } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe-core finds wrong with a page as it stands now, one line for each element, of the given impacts. The script comes in
 * through the debugger, which a page's content security policy leaves alone.
 */
export const findAccessibilityViolations = async (
  page: Page,
  impacts: readonly ImpactValue[] = ['serious', 'critical'],
): Promise<string[]> => {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact = null }) => impacts.includes(impact))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const reason = failureSummary.replaceAll(/\s+/g, ' ');
        return `${impact} ${id}: ${target.join(' ')}: ${reason}`;
      }),
    );
};
