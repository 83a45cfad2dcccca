import axe, { type AxeResults, type ImpactValue } from 'axe-core';
import type { Page } from 'playwright-core';

/** What keeps people from using a page. */
export const BARRIERS: readonly ImpactValue[] = ['serious', 'critical'];

/**
 * What axe-core finds wrong with a page as it stands now, one line for each element. The script comes in through the debugger,
 * which a page's content security policy leaves alone.
 *
 * @param impacts Which ones count; all, if left out.
 */
export const findAccessibilityViolations = async (page: Page, impacts?: readonly ImpactValue[]): Promise<string[]> => {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact = null }) => impacts === undefined || impacts.includes(impact))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const reason = failureSummary.replaceAll(/\s+/g, ' ');
        return `${impact} ${id}: ${target.join(' ')}: ${reason}`;
      }),
    );
};
