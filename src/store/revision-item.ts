import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Entry, State } from '../domain/entry.ts';
import { fromOldPlan, hasOldPlan } from './old-plan.ts';

export type Item = Record<string, AttributeValue>;

/** The partition of the log. The sort key is the version. */
export const LOG_PARTITION = 'saved-string';

export const revisionKey = (version: number): Item => ({ pk: { S: LOG_PARTITION }, sk: { N: String(version) } });

/** Each plan has a partition of its own. */
export const planKey = (key: string): Item => ({ pk: { S: `plan ${key}` }, sk: { N: '0' } });

/** An entry without a lease that is committed looks as all entries did before there were leases. */
export const toItem = ({ revision, returns, plan, dueAt, at, leaseMs, state, writeId }: Entry): Item => ({
  ...revisionKey(revision.version),
  value: { S: revision.value },
  ...(revision.savedAt !== null && { savedAt: { S: revision.savedAt } }),
  ...(revision.savedBy !== null && { savedBy: { S: revision.savedBy } }),
  ...(revision.note !== null && { note: { S: revision.note } }),
  ...(revision.restores !== null && { restores: { N: String(revision.restores) } }),
  ...(revision.until !== null && { until: { S: revision.until } }),
  ...(revision.keeps !== null && { keeps: { N: String(revision.keeps) } }),
  ...(returns !== null && { returns: { N: String(returns) } }),
  ...(plan !== null && { plan: { S: plan } }),
  ...(dueAt < Number.POSITIVE_INFINITY && { dueAt: { N: String(dueAt) } }),
  ...(at !== null && { at: { N: String(at) } }),
  ...(leaseMs > 0 && { leaseMs: { N: String(leaseMs) } }),
  ...(state !== 'committed' && { pending: { S: state } }),
  writeId: { S: writeId },
});

const toState = (pending: string | undefined): State => {
  if (pending === undefined) return 'committed';
  if (pending !== 'announced' && pending !== 'closing') throw new Error('An item in the log has an unknown state');
  return pending;
};

/** @returns null also for a number that this program did not write. */
const toNumber = (attribute: AttributeValue | undefined): number | null => {
  const number = Number(attribute?.N ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : null;
};

/** The longest that `readLease` allows: a damaged item must neither keep a save waiting nor stay in readers' memory. */
const MAX_LEASE_MS = 10_000;

/** @throws Error for an item that this program did not write. */
export const fromItem = (item: Item): Entry => {
  const version = item.sk?.N;
  const value = item.value?.S;
  if (version === undefined || value === undefined) throw new Error('An item in the log is not a revision');
  return {
    revision: {
      version: Number(version),
      value,
      savedAt: item.savedAt?.S ?? null,
      savedBy: item.savedBy?.S ?? null,
      note: item.note?.S ?? null,
      restores: toNumber(item.restores),
      until: item.until?.S ?? null,
      keeps: toNumber(item.keeps),
    },
    returns: toNumber(item.returns),
    plan: item.plan?.S ?? null,
    dueAt: toNumber(item.dueAt) ?? Number.POSITIVE_INFINITY,
    ...(hasOldPlan(item) && fromOldPlan(item)),
    at: toNumber(item.at),
    leaseMs: Math.min(Math.max(toNumber(item.leaseMs) ?? 0, 0), MAX_LEASE_MS),
    state: toState(item.pending?.S),
    writeId: item.writeId?.S ?? '',
  };
};
