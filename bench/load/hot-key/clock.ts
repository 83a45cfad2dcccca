/** The time of a simulation, in milliseconds, and what is going to happen in it. */
export interface Clock {
  now(): number;
  /** Does something later, by so many milliseconds. */
  after(delay: number, action: () => void): void;
  /** Lets everything happen that is due before a moment, in order, and stops there. */
  runUntil(end: number): void;
}

interface Event {
  readonly at: number;
  readonly action: () => void;
}

/** Starts at 0. What happens is kept in a binary heap: a run at 100,000 views a second has millions of events. */
export const createClock = (): Clock => {
  let now = 0;
  const heap: Event[] = [];
  const timeAt = (place: number) => heap[place]?.at ?? Infinity;
  /** Moves the event at one place of the heap to another, and says where a gap is left. */
  const move = (from: number, to: number) => {
    const event = heap[from];
    if (event) heap[to] = event;
    return from;
  };

  const add = (event: Event) => {
    let gap = heap.length;
    for (let parent = (gap - 1) >> 1; gap > 0 && event.at < timeAt(parent); parent = (gap - 1) >> 1) {
      gap = move(parent, gap);
    }
    heap[gap] = event;
  };
  const takeFirst = () => {
    const first = heap[0];
    const last = heap.pop();
    if (!last || last === first) return first;
    let gap = 0;
    for (let child = 1; child < heap.length; child = 2 * gap + 1) {
      const earlier = timeAt(child + 1) < timeAt(child) ? child + 1 : child;
      if (last.at <= timeAt(earlier)) break;
      gap = move(earlier, gap);
    }
    heap[gap] = last;
    return first;
  };

  return {
    now: () => now,
    after: (delay, action) => add({ at: now + delay, action }),
    runUntil: (end) => {
      while (timeAt(0) < end) {
        const event = takeFirst();
        now = event?.at ?? end;
        event?.action();
      }
      now = end;
    },
  };
};
