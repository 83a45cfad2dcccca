import { hash } from 'node:crypto';

const policyFor =
  (frameAncestors: string) =>
  (...allowed: string[]): string =>
    [
      "default-src 'none'",
      ...allowed,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; ');

/** Makes a content security policy that allows these sources and nothing else. No site may frame our documents. */
export const contentSecurityPolicy = policyFor("'none'");

/** Makes the same for a document that any site may frame. */
export const framedContentSecurityPolicy = policyFor('*');

/** Makes the source that allows an inline style sheet or script with exactly this text. */
export const hashSource = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

/**
 * Makes the source that allows requests to this site.
 *
 * @param socket The address of a WebSocket to allow as well; undefined, or relative, for none elsewhere.
 */
export const connectSource = (socket: string | undefined): string =>
  ["connect-src 'self'", ...(/^wss?:\/\/[^/]+/.exec(socket ?? '') ?? [])].join(' ');

/** Sent with every response. A document adds its own content security policy. */
export const SECURITY_HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
