const WIDTH = 30;

/** What a bar needs of a stream. */
type Terminal = Pick<NodeJS.WriteStream, 'isTTY'> & {
  write(text: string): unknown;
  clearLine(direction: -1 | 0 | 1): unknown;
  cursorTo(column: number): unknown;
};

export interface Progress {
  /** Says how many of all are done. */
  show(done: number): void;
  /** Takes the bar away again. */
  clear(): void;
}

/** A bar on a terminal; on any other stream, or none, nothing at all. */
export const createProgress = (total: number, terminal: Terminal | undefined): Progress => {
  if (!terminal?.isTTY) return { show: () => {}, clear: () => {} };
  let percent = -1;
  return {
    show: (done) => {
      const now = Math.floor((100 * done) / total);
      if (now === percent) return;
      percent = now;
      const bar = '█'.repeat((WIDTH * now) / 100).padEnd(WIDTH, '░');
      terminal.write(`\r${bar} ${String(now).padStart(3)} %  ${done} of ${total}`);
    },
    clear: () => {
      terminal.clearLine(0);
      terminal.cursorTo(0);
    },
  };
};
