import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { create as contentDisposition } from 'content-disposition';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { FilesConfig } from './app.ts';
import type { Bucket } from './shared-file.ts';

/** How long the address of a part works: longer than a slow line takes for 16 MiB. */
const UPLOAD_SECONDS = 900;

/** The errors of S3 when the parts are not those that were announced, or were already completed. */
const REFUSED = ['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'BadDigest', 'InvalidRequest', 'NoSuchUpload'];

const isNamed = (error: unknown, names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

const failed = (cause: unknown): never => {
  throw new StoreUnavailableError('UNKNOWN', { cause });
};

/** Creates the S3 client. Every setting is explicit, so the SDK looks for none in files or over the network. */
const createClient = ({ region, s3Endpoint, ...config }: FilesConfig): S3Client => {
  const credentials = config.s3Credentials ?? config.credentials;
  return new S3Client({
    region,
    ...(credentials && { credentials }),
    // Only Amazon's own addresses have a host name for each bucket.
    ...(s3Endpoint !== undefined && { endpoint: s3Endpoint, forcePathStyle: true }),
    requestHandler: { connectionTimeout: 1_000 },
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    ignoreConfiguredEndpointUrls: true,
    // The parts' checksums are announced by the client, which holds the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    authSchemePreference: ['sigv4'],
    disableClockSkewCorrection: false,
    userAgentAppId: '',
  });
};

/** Keeps the bytes in an S3 bucket. */
export const createS3Bucket = (config: FilesConfig): Bucket => {
  const client = createClient(config);
  const Bucket = config.bucket;

  const sizeOf = async (Key: string, abortSignal: AbortSignal): Promise<number | undefined> => {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket, Key }), { abortSignal })).ContentLength;
    } catch (error) {
      return isNamed(error, ['NotFound', 'NoSuchKey']) ? undefined : failed(error);
    }
  };

  return {
    beginUpload: async ({ id, name, type }, abortSignal) => {
      const command = new CreateMultipartUploadCommand({
        Bucket,
        Key: id,
        ContentType: type,
        // Always an attachment: nothing in a file runs in a browser by itself. On the object, because not every S3 agrees
        // on how to sign it in an address.
        ContentDisposition: contentDisposition(name),
        CacheControl: 'private, no-store',
        ChecksumAlgorithm: 'SHA256',
      });
      const { UploadId } = await client.send(command, { abortSignal }).catch(failed);
      return UploadId ?? failed(new Error('S3 began an upload without an id'));
    },

    signPart: ({ id, uploadId }, { number, length, sha256 }) => {
      const command = new UploadPartCommand({
        Bucket,
        Key: id,
        UploadId: uploadId,
        PartNumber: number,
        ContentLength: length,
        ChecksumSHA256: sha256,
      });
      return getSignedUrl(client, command, {
        expiresIn: UPLOAD_SECONDS,
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      });
    },

    completeUpload: async ({ id, uploadId }, parts, abortSignal) => {
      const Parts = parts.map(({ number, etag, sha256 }) => ({
        PartNumber: number,
        ETag: etag,
        ChecksumSHA256: sha256,
      }));
      const command = new CompleteMultipartUploadCommand({
        Bucket,
        Key: id,
        UploadId: uploadId,
        MultipartUpload: { Parts },
      });
      try {
        await client.send(command, { abortSignal });
      } catch (error) {
        if (!isNamed(error, REFUSED)) failed(error);
      }
      // Even if it was refused: an earlier call, whose answer was lost, may have made it one.
      return sizeOf(id, abortSignal);
    },

    abortUpload: async ({ id: Key, uploadId: UploadId }, abortSignal) => {
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), { abortSignal });
      } catch (error) {
        // It was completed or aborted before.
        if (!isNamed(error, ['NoSuchUpload'])) failed(error);
      }
    },

    remove: async (Key, abortSignal) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal }).catch(failed);
    },

    signDownload: (Key, expiresIn) => getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn }),
  };
};
