/** How far the deliveries have come. */
export interface Progress {
  /** The newest version that the receiver has taken. */
  readonly delivered: number;
  /** Until then, in milliseconds since 1970, one sender is at work, and no other may be: messages go out in order. */
  readonly busyUntil: number;
}

/** Keeps the progress: the port that a store implements. Each method throws StoreUnavailableError. */
export interface Deliveries {
  /** Undefined before the first delivery. */
  find(signal: AbortSignal): Promise<Progress | undefined>;

  /**
   * Replaces the progress, unless another run has done so.
   *
   * @returns whether it was replaced. It may have been even if not: the answer of a put can get lost.
   */
  replace(before: Progress | undefined, after: Progress, signal: AbortSignal): Promise<boolean>;
}
