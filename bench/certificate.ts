import { generate } from 'selfsigned';

/** A certificate for `localhost` that nobody trusts yet, and its key, as TLS servers take them. */
export const createCertificate = async (): Promise<{ cert: string; key: string }> => {
  // Its subject's name becomes its alternative name too, which is what clients compare.
  const subject = [{ name: 'commonName', value: 'localhost' }];
  const { cert, private: key } = await generate(subject, { keyType: 'ec', algorithm: 'sha256' });
  return { cert, key };
};
