import { parseToken } from '../../src/editors/token.ts';

/** The shapes that tokens are given so that they can be found. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'an access key of AWS': /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
  'a token of GitHub': /\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/g,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b/g,
  'a token of Slack': /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  'a key of Google': /\bAIza[A-Za-z0-9_-]{35}/g,
  'a key of Stripe': /\b[rs]k_live_[A-Za-z0-9]{20,}/g,
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
  'a secret key of AWS': /aws_secret_access_key\s*[:=]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gi,
};

/** @returns what kinds of secrets a text holds, an editor's token among them if its checksum is right. */
export const findSecrets = (text: string): string[] => {
  const kinds = Object.entries(SHAPES).flatMap(([kind, shape]) => (text.match(shape) ?? []).map(() => kind));
  const tokens = text.match(/sst_\d{12}_[0-9A-Za-z]{38}/g) ?? [];
  return [...kinds, ...tokens.filter((token) => parseToken(token)).map(() => 'an editor’s token')];
};
