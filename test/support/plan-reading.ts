/** An editor’s change, and when it was made. Times are in milliseconds since 1970. */
export type Action = { readonly at: number } & (
  | { readonly kind: 'save'; readonly value: string }
  | { readonly kind: 'cancel'; readonly id: string }
  | {
      /** A string saved with an end is one that is planned to begin at once. */
      readonly kind: 'plan';
      readonly id: string;
      readonly value: string;
      /** Begin and end of each occurrence, in order; Infinity for no end. */
      readonly times: readonly (readonly [number, number])[];
      /** Whether only an occurrence was skipped: of two that begin together, the same is shown as before. */
      readonly isSkip?: boolean;
    }
);

interface Open {
  readonly id: string | undefined;
  readonly value: string;
  readonly since: number;
  readonly until: number;
}

/**
 * Reads the rule for planned strings a second time, from what editors did and moment by moment: a string that begins is
 * put on a pile, one that ends is taken out, and visitors read the one on top.
 */
export const readingAt = (actions: readonly Action[], initial: string, time: number): string => {
  let planned: Extract<Action, { kind: 'plan' }>[] = [];
  let pile: Open[] = [
    { id: undefined, value: initial, since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
  ];
  const begin = (open: Open) => {
    pile = [...pile.filter(({ id }) => id === undefined || id !== open.id), open];
    if (open.until < Number.POSITIVE_INFINITY) return;
    pile = [{ ...open, id: undefined }];
    planned = planned.filter(({ id }) => id !== open.id);
  };
  const act = (action: Action) => {
    if (action.kind === 'save') {
      pile = [{ id: undefined, value: action.value, since: action.at, until: Number.POSITIVE_INFINITY }];
      return;
    }
    const before = pile.find(({ id }) => id === action.id);
    const index = planned.findIndex(({ id }) => id === action.id);
    planned = planned.filter(({ id }) => id !== action.id);
    pile = pile.filter((open) => open !== before);
    if (action.kind === 'cancel') return;
    const { id, value, times, isSkip = false } = action;
    planned.splice(isSkip ? index : planned.length, 0, action);
    const [since, until] = times.findLast(([from]) => from <= action.at) ?? [Number.NaN, Number.NaN];
    // A string that is changed while it is open stays where it was on the pile.
    if (until > action.at && (since === action.at || before)) begin({ id, value, since, until });
    pile.sort((one, other) => one.since - other.since);
  };

  const moments = actions.flatMap((action) => [
    action.at,
    ...(action.kind === 'plan' ? action.times.flat().filter((moment) => moment > action.at) : []),
  ]);
  for (const moment of [...new Set(moments)].sort((one, other) => one - other)) {
    if (moment > time) break;
    pile = pile.filter(({ until }) => until > moment);
    for (const { id, value, times } of [...planned]) {
      const [since, until] = times.find(([from]) => from === moment) ?? [];
      if (since !== undefined && until !== undefined) begin({ id, value, since, until });
    }
    for (const action of actions) if (action.at === moment) act(action);
  }
  return String(pile.at(-1)?.value);
};
