import { UsageError } from '../errors.ts';

/** Names without a dot and addresses by number have no certificate, as a rule. */
const LOCAL = /^(?:[\w-]+|[\d.]+|[\w-]+\.local|\[.*\])(?::\d+)?(?:[/?#]|$)/;

const withScheme = (text: string): string => {
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return text;
  // A bare IPv6 address has at least two colons.
  const host = /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(text) ? `[${text}]` : text;
  return `${LOCAL.test(host) ? 'http' : 'https'}://${host}`;
};

/**
 * Reads the address of a page as people type or copy it: with spaces around it, without a scheme, with slashes at its
 * end, or with the fragment of a link.
 *
 * @returns the address without a final slash.
 * @throws UsageError, which shows no password.
 */
export const parseUrl = (text: string): string => {
  const typed = withScheme(text.trim());
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (/@/.test(text) && (!url || url.username || url.password)) {
    throw new UsageError('The address of a page holds no user name and no password.');
  }
  if (!url || !/^https?:$/.test(url.protocol) || text.trim() === '') {
    throw new UsageError(`"${text}" is not a URL that begins with https:// or http://.`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
};
