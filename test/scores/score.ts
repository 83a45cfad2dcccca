/** One line of the table. */
export interface Score {
  readonly name: string;
  readonly value: string;
  /** What it has to be; undefined where it only informs. */
  readonly bar?: { readonly text: string; readonly met: boolean } | undefined;
  /** What it is made of, or what took points. */
  readonly notes: readonly string[];
  /** Whether the machine's speed and load show in it. All else comes out the same in every run. */
  readonly timed: boolean;
}

/** A score of which no less than `lowest` will do. */
export const atLeast = (lowest: number, value: number): Score['bar'] => ({ text: `${lowest}`, met: value >= lowest });
