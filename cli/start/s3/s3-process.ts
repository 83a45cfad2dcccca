// Serves an embedded S3 with one bucket, for s3.ts: in a process of its own, since a wrong request can end it. What S3
// checks and s3rver does not, and files rely on, is added here.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline, Transform } from 'node:stream';
import S3rver from '@20minutes/s3rver';
import { DUMMY_ACCOUNT } from '@20minutes/s3rver/lib/models/account.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';

const [directory = '', bucket = '', cors = ''] = process.argv.slice(2);

const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: bucket, configs: [cors] }],
});
const { store } = server;

const [{ accessKeyId, secretAccessKey }] = await once(process, 'message');
DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);

const folderOf = (uploadId: string) => join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId);

const checkUpload = (uploadId: string): void => {
  if (!existsSync(folderOf(uploadId))) throw new S3Error('NoSuchUpload', 'There is no such upload');
};

// It checks signatures, but lets requests without one pass, and it can't abort an upload.
server.middleware.unshift(async (context, next) => {
  const isSigned = 'X-Amz-Signature' in context.query || context.headers.authorization !== undefined;
  if (!isSigned && context.method !== 'OPTIONS') {
    context.status = 403;
    return;
  }
  try {
    await next();
  } catch (error) {
    const [uploadId] = /^[\da-f]{32}$/.exec(String(context.query.uploadId)) ?? [];
    if ((error as { code?: string }).code !== 'MethodNotAllowed' || context.method !== 'DELETE' || !uploadId)
      throw error;
    rmSync(folderOf(uploadId), { recursive: true, force: true });
    context.status = 204;
  }
});

const putPart = store.putPart.bind(store);
store.putPart = async (name, uploadId, part, content) => {
  checkUpload(uploadId);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform: (chunk, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const announced = (content as IncomingMessage).headers['x-amz-checksum-sha256'];
  // A client that goes away ends both, and so the call below.
  const stored = await putPart(
    name,
    uploadId,
    part,
    pipeline(content, hashing, () => {}),
  );
  if (hash.digest('base64') !== announced) throw new S3Error('BadDigest', 'The bytes are not those announced');
  return stored;
};

const completions = new Map<string, ReturnType<typeof putObjectMultipart>>();
const putObjectMultipart = store.putObjectMultipart.bind(store);
store.putObjectMultipart = (name, uploadId, parts) => {
  const isThere = ({ number, etag }: { number: number; etag: string }) => {
    const file = join(folderOf(uploadId), `${number}.md5`);
    return existsSync(file) && readFileSync(file, 'utf8') === etag;
  };
  // It copies the bytes, which takes so long for gigabytes that clients ask again meanwhile.
  const running = completions.get(uploadId);
  if (running) return running;
  checkUpload(uploadId);
  // It would end this process.
  if (!parts.every(isThere)) throw new S3Error('InvalidPart', 'A part is missing');
  const completion = putObjectMultipart(name, uploadId, parts).finally(() => completions.delete(uploadId));
  completions.set(uploadId, completion);
  return completion;
};

// Killed, the parent takes this process with it.
process.on('disconnect', () => process.exit());
process.send?.(await server.run());
