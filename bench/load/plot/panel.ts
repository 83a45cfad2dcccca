import type { HotKeyResult } from '../hot-key/hot-key.ts';
import { DESIGNS } from '../hot-key/simulate.ts';
import { LEFT, type RateAxis, RIGHT } from './axes.ts';
import { GRID_COLOR } from './style.ts';
import { curve, text } from './svg.ts';

/** One figure of every design, over the rate. */
export interface Panel {
  readonly title: string;
  readonly top: number;
  readonly bottom: number;
  /** From 0 upwards; the last one is at the top. */
  readonly ticks: readonly number[];
  readonly format: (tick: number) => string;
  readonly value: (result: HotKeyResult) => number;
}

export const drawPanel = (panel: Panel, { x, decades }: RateAxis, results: readonly HotKeyResult[]): string => {
  const { title, top, bottom, ticks, format, value } = panel;
  const height = (amount: number) => bottom - (amount / (ticks.at(-1) ?? 1)) * (bottom - top);
  return [
    text(LEFT, top - 18, title, 'font-weight="600" font-size="15"'),
    ...ticks.map((tick) => `<path d="M${LEFT} ${height(tick).toFixed(1)}H${RIGHT}" stroke="${GRID_COLOR}"/>`),
    ...ticks.map((tick) => text(LEFT - 12, height(tick) + 4, format(tick), 'text-anchor="end"')),
    ...decades.map((rate) => text(x(rate), bottom + 22, rate.toLocaleString('en-US'), 'text-anchor="middle"')),
    ...DESIGNS.map((design) => {
      const own = results.filter((result) => result.design === design);
      return curve(
        design,
        own.map((result) => [x(result.viewsPerSecond), height(value(result))]),
      );
    }),
  ].join('\n');
};
