import type { Design } from '../hot-key/simulate.ts';

interface Style {
  readonly color: string;
  readonly width: number;
  readonly dash: string;
}

/** Colours that those who can't tell red from green can tell, too. Lines that coincide are seen one inside the other. */
export const STYLES: Readonly<Record<Design, Style>> = {
  'no cache': { color: '#b5450b', width: 5, dash: 'none' },
  'edge cache': { color: '#0072b2', width: 2.5, dash: 'none' },
  'in-process cache': { color: '#00724f', width: 2, dash: '6 5' },
};

export const GRID_COLOR = '#dde1e6';
