/**
 * CloudFront has two caches in a row, and each keeps the page for a second from when it gets it. In milliseconds, with
 * a tenth of a second for the way. Where a save waits for a lease of 3 s, the way may take 0.6 s.
 */
export const EDGE_KEEPS_MS = 2_100;

/** Everybody asks each time. A browser may keep the body to be told that it is still right. */
const ASK = 'no-cache';

/**
 * CloudFront may keep it for a second, and must not show it for longer, not even when the function fails. Browsers ask.
 * `stale-if-error` (RFC 5861) is needed for that: CloudFront otherwise answers with an expired copy, must-revalidate
 * or not.
 */
const EDGE_KEEPS = 'max-age=0, must-revalidate, s-maxage=1, stale-if-error=0';

export const NO_STORE = 'no-store';

/**
 * Makes the Cache-Control header (RFC 9111, section 5.2) of a page.
 *
 * @param keepMs the milliseconds for which it may be kept: 0 while a change is pending, and without a lease.
 */
export const createCacheControl =
  ({ hasEdgeCache }: { hasEdgeCache: boolean }) =>
  (keepMs: number): string => {
    if (!hasEdgeCache) return ASK;
    return keepMs >= EDGE_KEEPS_MS ? EDGE_KEEPS : NO_STORE;
  };
