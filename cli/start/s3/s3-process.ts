// Serves an embedded S3 with one bucket, for s3.ts: in a process of its own, since a wrong request can end it. What S3
// checks and s3rver does not, and files rely on, is added here.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline, Transform } from 'node:stream';
import S3rver, { type Context } from '@20minutes/s3rver';
import { DUMMY_ACCOUNT } from '@20minutes/s3rver/lib/models/account.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';

const [directory = '', bucket = '', origin = ''] = process.argv.slice(2);

/** As stack/files.yml has it. */
const CORS = `<CORSConfiguration><CORSRule>
  <AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>
  <AllowedHeader>x-amz-checksum-sha256</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
</CORSRule></CORSConfiguration>`;

const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  vhostBuckets: false,
  directory,
  configureBuckets: [{ name: bucket, configs: [CORS] }],
});
const { store } = server;

const [{ accessKeyId, secretAccessKey }] = await once(process, 'message');
DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);

const folderOf = (uploadId: string) => join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId);

const checkUpload = (uploadId: string): void => {
  if (!existsSync(folderOf(uploadId))) throw new S3Error('NoSuchUpload', 'There is no such upload');
};

/** One key of the bucket, as src/files makes them. It joins paths and queries to file names without a look. */
const OBJECT_URL = new RegExp(`^/${bucket}/\\d{16}_[\\w-]{22}(\\?|$)`);

const SIGNED = 'AWS4-HMAC-SHA256';

/** It checks signatures that it sees, and lets requests without one pass. A browser's preflight has none. */
const isAllowed = ({ method, query, headers, req: { url = '', socket } }: Context): boolean => {
  const { 'X-Amz-Algorithm': algorithm, uploadId, partNumber } = query;
  return (
    (method === 'OPTIONS' || algorithm === SIGNED || headers.authorization?.startsWith(`${SIGNED} `) === true) &&
    OBJECT_URL.test(url) &&
    (uploadId === undefined || /^[\da-f]{32}$/.test(String(uploadId))) &&
    (partNumber === undefined || /^\d{1,5}$/.test(String(partNumber))) &&
    // Signed or not, this would read another file.
    ![...Object.keys(query), ...Object.keys(headers)].some((name) => /^x-amz-copy-/i.test(name)) &&
    // Other names of this machine are another site's.
    headers.host === `127.0.0.1:${socket.localPort}` &&
    (headers.origin === undefined || headers.origin === origin)
  );
};

server.middleware.unshift(async (context, next) => {
  if (!isAllowed(context)) {
    context.status = 403;
    return;
  }
  try {
    await next();
  } catch (error) {
    // It can't abort an upload.
    const { uploadId } = context.query;
    if ((error as { code?: string }).code !== 'MethodNotAllowed' || context.method !== 'DELETE' || !uploadId)
      throw error;
    rmSync(folderOf(String(uploadId)), { recursive: true, force: true });
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
