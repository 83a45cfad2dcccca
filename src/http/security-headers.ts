/** A content security policy that lets through what is named, and nothing else; no answer of ours may be framed. */
export const contentSecurityPolicy = (...allowed: string[]): string =>
  ["default-src 'none'", ...allowed, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');

/** On every answer; a document brings a content security policy of its own. */
export const SECURITY_HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
