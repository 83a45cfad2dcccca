// The package has types for its index only, which would bring languages and charsets to every cold start, too.
declare module 'negotiator/lib/mediaType.js' {
  export default function preferredMediaTypes(accept: string, provided: readonly string[]): string[];
}
declare module 'negotiator/lib/encoding.js' {
  export default function preferredEncodings(acceptEncoding: string, provided: readonly string[]): string[];
}
