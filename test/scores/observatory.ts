import { startHttpsFront } from './https-front.ts';
import type { Score } from './score.ts';

const BAR = 'A+';

const scoreHost = async (host: string): Promise<Score> => {
  const { scan } = await import('@mdn/mdn-http-observatory');
  const { scan: total, tests } = await scan(host);
  const points = (modifier: number) => (modifier > 0 ? `+${modifier}` : `${modifier}`).padStart(3);
  return {
    name: 'HTTP Observatory, page',
    value: `${total.grade} (${total.score})`,
    bar: { text: BAR, met: total.grade === BAR },
    notes: Object.entries(tests).map(
      ([rule, { result, scoreModifier }]) => `${points(scoreModifier)} ${rule}: ${result}`,
    ),
    timed: false,
  };
};

/** Scores by the rules of the HTTP Observatory, for headers that only make sense with HTTPS. */
export const scoreWithObservatory = async (url: string): Promise<Score> => {
  const { protocol, host } = new URL(url);
  if (protocol === 'https:') return scoreHost(host);
  const front = await startHttpsFront(url);
  try {
    return await scoreHost(front.host);
  } finally {
    await front.stop();
  }
};
