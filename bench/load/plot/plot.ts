import { LIMITS } from '../hot-key/aws.ts';
import type { HotKeyResult } from '../hot-key/hot-key.ts';
import { DESIGNS, type Design } from '../hot-key/simulate.ts';
import { createRateAxis, LEFT, RIGHT, ticksUpTo } from './axes.ts';
import { drawPanel, type Panel } from './panel.ts';
import { STYLES } from './style.ts';
import { curve, text } from './svg.ts';

const WIDTH = 820;
const HEIGHT = 710;

const staleness = (design: Design, results: readonly HotKeyResult[]): string => {
  const own = results.filter((result) => result.design === design);
  const longest = Math.max(0, ...own.map(({ longestBehind }) => longestBehind));
  if (longest === 0) return 'nobody is shown an old string';
  return `some are shown the old string, up to ${(longest / 1_000).toFixed(1)} s after it was replaced`;
};

const legendLine = (design: Design, index: number, results: readonly HotKeyResult[]): string => {
  const y = 72 + index * 23;
  const sample = [LEFT, LEFT + 24, LEFT + 48].map((x) => [x, y - 4.5] as const);
  return `${curve(design, sample)}${text(LEFT + 66, y, `${design}: ${staleness(design, results)}`)}`;
};

/** Says beside a curve what bends it down. */
const note = (design: Design, x: number, y: number, lines: readonly string[]): string =>
  lines
    .map((line, index) => text(x, y + index * 20, line, `fill="${STYLES[design].color}" text-anchor="end"`))
    .join('');

/** The picture of a simulation, as an SVG document on a white card, which looks the same on a light page and a dark one. */
export const plot = (results: readonly HotKeyResult[]): string => {
  const axis = createRateAxis(results.map(({ viewsPerSecond }) => viewsPerSecond));
  const served: Panel = {
    title: 'Views that are served',
    top: 180,
    bottom: 380,
    ticks: [0, 0.25, 0.5, 0.75, 1],
    format: (tick) => `${tick * 100} %`,
    value: ({ servedShare }) => servedShare,
  };
  const cost: Panel = {
    title: 'Cost of a million served views, in US dollars',
    top: 460,
    bottom: 640,
    ticks: ticksUpTo(Math.max(...results.map(({ dollarsPerMillion }) => dollarsPerMillion))),
    format: (tick) => `$${tick}`,
    value: ({ dollarsPerMillion }) => dollarsPerMillion,
  };
  const { partition, gateway } = LIMITS;
  const reads = partition.readUnitsPerSecond.toLocaleString('en-US');
  const requests = gateway.requestsPerSecond.toLocaleString('en-US');
  const storeLimit = ['DynamoDB:', `${reads} reads a second of one item`];
  const gatewayLimit = ['API Gateway:', `${requests} a second`];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="13" fill="#24292f">
<title id="title">One string that everybody reads: how many views are served, and at what cost</title>
<desc id="description">Two charts over page views a second. Without a cache no more than ${reads} views a second are served, which is DynamoDB's limit; with a cache in the process ${requests}, which is API Gateway's; with a cache at the edge, all. ${DESIGNS.map((design) => `${design}: ${staleness(design, results)}`).join('; ')}.</desc>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8" fill="#fff" stroke="#d0d7de"/>
${text(LEFT, 42, 'One string that everybody reads', 'font-weight="700" font-size="19"')}
${DESIGNS.map((design, index) => legendLine(design, index, results)).join('\n')}
${drawPanel(served, axis, results)}
${axis.holds(partition.readUnitsPerSecond) ? note('no cache', axis.x(partition.readUnitsPerSecond), 256, storeLimit) : ''}
${axis.holds(gateway.requestsPerSecond) ? note('in-process cache', RIGHT, 205, gatewayLimit) : ''}
${drawPanel(cost, axis, results)}
${text((LEFT + RIGHT) / 2, HEIGHT - 22, 'page views a second (logarithmic)', 'text-anchor="middle"')}
</svg>
`;
};
