/** Whether an Accept-Encoding header lets us answer with brotli (RFC 9110, section 12.5.3). */
export const acceptsBrotli = (acceptEncoding = ''): boolean => {
  const weights = new Map(
    acceptEncoding.split(',').map((item) => {
      const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
      return [coding, Number(weight ?? 1)] as const;
    }),
  );
  return (weights.get('br') ?? weights.get('*') ?? 0) > 0;
};
