import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';
import { LATEST_REVISION } from './query.ts';

const { AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL_DYNAMODB = '', AWS_REGION = '', AWS_SESSION_TOKEN = '' } = process.env;
const url = new URL(AWS_ENDPOINT_URL_DYNAMODB);
const agent = new Agent({ keepAlive: true });
const body = JSON.stringify(LATEST_REVISION);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const bodyHash = sha256(body);

let signingKey = { day: '', key: Buffer.alloc(0) };
const findSigningKey = (day: string): Buffer => {
  const secret = `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`;
  const parts = [AWS_REGION, 'dynamodb', 'aws4_request'];
  if (signingKey.day !== day) signingKey = { day, key: parts.reduce(hmac, hmac(secret, day)) };
  return signingKey.key;
};

/** Signs a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const sign = (headers: Record<string, string>, time: string): string => {
  const scope = `${time.slice(0, 8)}/${AWS_REGION}/dynamodb/aws4_request`;
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonicalRequest = `POST\n/\n\n${lines.join('')}\n${names}\n${bodyHash}`;
  const stringToSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonicalRequest)}`;
  const signature = hmac(findSigningKey(time.slice(0, 8)), stringToSign).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
};

const readString = () =>
  new Promise<string>((resolve, reject) => {
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const signed = {
      'content-type': 'application/x-amz-json-1.0',
      host: url.host,
      'x-amz-date': time,
      'x-amz-security-token': AWS_SESSION_TOKEN,
      'x-amz-target': 'DynamoDB_20120810.Query',
    };
    const headers = { ...signed, 'content-length': body.length, authorization: sign(signed, time) };
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text).Items[0].value.S));
    });
    outgoing.on('error', reject).end(body);
  });

/** Uses no SDK: Node's own client, and a signature by hand. */
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<h1>The saved string is ${await readString()}</h1>`,
});
