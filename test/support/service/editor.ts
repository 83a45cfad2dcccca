import type { EditorToken } from '../../../src/domain/editor.ts';
import { formatToken, hashSecret } from '../../../src/domain/token.ts';

const id = 246_813_579_024;
const secret = 'TestTestTestTestTestTestTestTest';

/** The editor in every test table. */
export const TEST_EDITOR: EditorToken = {
  id,
  name: 'Ada',
  hash: hashSecret(secret),
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '9999-01-01T00:00:00.000Z',
  revokedAt: null,
};

/** The editor's token. */
export const TEST_TOKEN = formatToken({ id, secret });
