import type { EditorToken } from '../../../src/editors/editor.ts';
import { formatToken, hashSecret } from '../../../src/editors/token.ts';

const id = 246_813_579_024;
const secret = 'TestTestTestTestTestTestTestTest';

/** The editor that every test table knows. */
export const TEST_EDITOR: EditorToken = {
  id,
  name: 'Ada',
  hash: hashSecret(secret),
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '9999-01-01T00:00:00.000Z',
  revokedAt: null,
};

/** What she sends to prove it. */
export const TEST_TOKEN = formatToken({ id, secret });
