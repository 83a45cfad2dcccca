// The package has types only for its index, which would load languages and charsets on every cold start.
declare module 'negotiator/lib/mediaType.js' {
  export default function preferredMediaTypes(accept: string, provided: readonly string[]): string[];
}
declare module 'negotiator/lib/encoding.js' {
  export default function preferredEncodings(acceptEncoding: string, provided: readonly string[]): string[];
}
