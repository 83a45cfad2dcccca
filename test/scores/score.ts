/** One line of the table. */
export interface Score {
  readonly name: string;
  readonly value: string;
  /** The required score; undefined if it is for information only. */
  readonly bar?: { readonly text: string; readonly met: boolean } | undefined;
  /** Details of the score, or the causes of lost points. */
  readonly notes: readonly string[];
  /** Whether it depends on the machine's speed and load. All other scores are the same in every run. */
  readonly timed: boolean;
}

/** Makes a score that must be at least `lowest`. */
export const atLeast = (lowest: number, value: number): Score['bar'] => ({ text: `${lowest}`, met: value >= lowest });
