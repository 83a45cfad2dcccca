import type { Design } from '../hot-key/simulate.ts';
import { STYLES } from './style.ts';

/** @param content must hold nothing that XML would take for markup. */
export const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;

/** A line with dots, in a design's style. */
export const curve = (design: Design, points: readonly (readonly [x: number, y: number])[]): string => {
  const { color, width, dash } = STYLES[design];
  const places = points.map(([x, y]) => [x.toFixed(1), y.toFixed(1)] as const);
  const line = places.map((place) => place.join(',')).join(' ');
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${width + 1}" fill="${color}"/>`);
  return `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="${width}" stroke-dasharray="${dash}"/>${dots.join('')}`;
};
