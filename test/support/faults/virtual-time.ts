/** A clock that jumps to the next event as soon as nothing else is to be done, so that hours pass in seconds. */
export interface VirtualTime {
  /** In milliseconds since the start. */
  now(): number;
  /** Runs the function after this many milliseconds. */
  after(milliseconds: number, run: () => void): void;
  /** Rejects when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Makes the signal of a request that has this many milliseconds, and may be given more. */
  budget(milliseconds: number): { readonly signal: AbortSignal; extend(more: number): void };
  /** Runs until no event is left. */
  run(): Promise<void>;
}

/** Made once: nearly every request has ended by then. */
const OVER = new DOMException('The time budget is over', 'AbortError');

export const createVirtualTime = (): VirtualTime => {
  const events: { at: number; run: () => void }[] = [];
  let now = 0;

  const after = (milliseconds: number, run: () => void) => {
    const at = now + milliseconds;
    const index = events.findLastIndex((event) => event.at <= at) + 1;
    events.splice(index, 0, { at, run });
  };
  return {
    now: () => now,
    after,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        after(milliseconds, resolve);
      }),
    budget: (milliseconds) => {
      const controller = new AbortController();
      let deadline = now + milliseconds;
      const check = () => {
        if (now >= deadline) controller.abort(OVER);
        else after(deadline - now, check);
      };
      after(milliseconds, check);
      const extend = (more: number) => {
        deadline += more;
      };
      return { signal: controller.signal, extend };
    },
    run: async () => {
      for (;;) {
        await new Promise(setImmediate);
        const event = events.shift();
        if (!event) return;
        now = event.at;
        event.run();
      }
    },
  };
};
