import { type CandidateName, REFERENCE } from './candidate.ts';
import type { Metric } from './metrics.ts';

/** A bound on how many times as much one candidate may take as another. */
export interface Target {
  readonly candidate: CandidateName;
  readonly metric: Metric;
  readonly reference: CandidateName;
  readonly atMost: number;
  /** In MB, where it holds for invocations with that memory's share of the CPU; else for those with all of it. */
  readonly memory?: number;
}

const page = (metric: Metric, atMost: number, reference: CandidateName = REFERENCE): Target => ({
  candidate: 'page',
  metric,
  reference,
  atMost,
});

const graphql = (metric: Metric, atMost: number, reference: CandidateName = REFERENCE): Target => ({
  candidate: 'graphql',
  metric,
  reference,
  atMost,
});

/** What this project promises of its speed. */
export const TARGETS: readonly Target[] = [
  page('cold wall', 0.72),
  page('cold CPU', 0.72),
  page('warm CPU', 1.0),
  page('RSS', 0.95),
  page('JS loaded', 0.4),
  page('zip', 0.95),
  page('cold wall', 0.3, 'flask'),
  graphql('cold wall', 0.9),
  graphql('cold CPU', 0.9),
  graphql('warm CPU', 1.1),
  graphql('RSS', 1.05),
  graphql('cold wall', 0.5, 'yoga'),
  graphql('cold CPU', 0.5, 'yoga'),
  graphql('cold wall', 0.5, 'apollo graphql'),
  graphql('cold CPU', 0.5, 'apollo graphql'),
  { ...page('cold wall', 0.7), memory: 512 },
  { ...graphql('cold wall', 0.72), memory: 512 },
];
