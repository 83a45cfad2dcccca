import type { Io } from '../io.ts';

const WIDTH = 30;

const UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** Formats a number of bytes, such as `1.5 MiB`. */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
};

/**
 * Draws a bar on standard error, if that is a terminal.
 *
 * @param before How many bytes an earlier start has sent: they do not count for the speed.
 */
export const createProgress = ({ stderr }: Io, size: number, before: number) => {
  const start = performance.now();
  let done = before;
  const draw = () => {
    if (!stderr.isTTY) return;
    const seconds = (performance.now() - start) / 1_000;
    const speed = seconds === 0 ? 0 : (done - before) / seconds;
    const bar = '█'.repeat(Math.floor((WIDTH * done) / size)).padEnd(WIDTH, '░');
    const left = speed === 0 ? '' : `, ${formatBytes(speed)}/s, ${Math.ceil((size - done) / speed)} s left`;
    stderr.write(`\r${bar} ${formatBytes(done)} of ${formatBytes(size)}${left}\u001b[K`);
  };
  draw();
  return {
    /** @param bytes How many are sent of the whole. */
    show: (bytes: number): void => {
      done = bytes;
      draw();
    },
    end: (): void => {
      if (stderr.isTTY) stderr.write('\n');
    },
  };
};
