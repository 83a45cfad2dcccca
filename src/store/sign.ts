import { createHmac, hash } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Creates a function that signs a POST request without a query, by AWS Signature Version 4
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * @returns a function that returns all headers to send. The names of those to sign are in lower case.
 */
export const createSign = (region: string, service: string) => {
  // Good for one day. Making it takes four of the five HMACs.
  let last: { day: string; secret: string; key: Buffer } | undefined;
  const keyOf = (secret: string, day: string): Buffer => {
    if (last?.day !== day || last.secret !== secret) {
      const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
      last = { day, secret, key };
    }
    return last.key;
  };

  return (
    { path, headers, body }: { path: string; headers: Readonly<Record<string, string>>; body: string },
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
    now: Date,
  ): Record<string, string> => {
    const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const signed: Record<string, string> = { ...headers, 'x-amz-date': time };
    if (sessionToken !== undefined) signed['x-amz-security-token'] = sessionToken;

    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
    const signedHeaders = names.join(';');
    const request = `POST\n${path}\n\n${lines}\n${signedHeaders}\n${hash('sha256', body)}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', request)}`;
    const signature = hmac(keyOf(secretAccessKey, day), text).toString('hex');
    signed.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return signed;
  };
};
