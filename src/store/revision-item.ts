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

// A value that this program can't have written counts as missing: a damaged item must not keep visitors or saves waiting,
// nor be in the way of the save that replaces it.

const toNumber = (attribute: AttributeValue | undefined): number | null => {
  const number = Number(attribute?.N ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : null;
};

/** @returns a version before this one. */
const toEarlier = (attribute: AttributeValue | undefined, version: number): number | null => {
  const earlier = toNumber(attribute);
  return earlier !== null && earlier >= 0 && earlier < version ? earlier : null;
};

/** Later times have no form in RFC 3339, or none follows them. */
const END_OF_TIME = Date.UTC(9999, 0);

/** @returns a time in RFC 3339 format. */
const toTime = (attribute: AttributeValue | undefined): string | null => {
  const text = attribute?.S ?? '';
  return /^\d{4}-.*Z$/.test(text) && Date.parse(text) < END_OF_TIME ? text : null;
};

/** The longest that `readLease` allows. */
const MAX_LEASE_MS = 10_000;

/** @throws Error for an item that this program did not write. */
export const fromItem = (item: Item): Entry => {
  const version = toNumber(item.sk);
  const value = item.value?.S;
  if (version === null || value === undefined) throw new Error('An item in the log is not a revision');
  const plan = item.plan?.S ?? null;
  return {
    revision: {
      version,
      value,
      savedAt: toTime(item.savedAt),
      savedBy: item.savedBy?.S ?? null,
      note: item.note?.S ?? null,
      restores: toEarlier(item.restores, version),
      until: toTime(item.until),
      keeps: toEarlier(item.keeps, version),
    },
    returns: toEarlier(item.returns, version),
    plan,
    // Without a plan, nothing follows.
    dueAt: (plan === null ? null : toNumber(item.dueAt)) ?? Number.POSITIVE_INFINITY,
    ...(hasOldPlan(item) && fromOldPlan(item)),
    at: toNumber(item.at),
    leaseMs: Math.min(Math.max(toNumber(item.leaseMs) ?? 0, 0), MAX_LEASE_MS),
    state: toState(item.pending?.S),
    writeId: item.writeId?.S ?? '',
  };
};
