import axe, { type AxeResults, type ImpactValue } from 'axe-core';
import type { Page } from 'playwright-core';

/** The impacts that keep people from using a page. */
export const BARRIERS: readonly ImpactValue[] = ['serious', 'critical'];

/**
 * Lists axe-core's findings for a page in its current state, one line per element. The script is injected through the
 * debugger, which a page's content security policy does not block.
 *
 * @param impacts The impacts that count; the default is all.
 */
export const findAccessibilityViolations = async (page: Page, impacts?: readonly ImpactValue[]): Promise<string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  // Of what passes, no more is described than has to be.
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations
    .filter(({ impact = null }) => impacts === undefined || impacts.includes(impact))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const reason = failureSummary.replaceAll(/\s+/g, ' ');
        return `${impact} ${id}: ${target.join(' ')}: ${reason}`;
      }),
    );
};
