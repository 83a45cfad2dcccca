// The package has types for its index only, which would bring languages, charsets and encodings to every cold start.
declare module 'negotiator/lib/mediaType.js' {
  export default function preferredMediaTypes(accept: string, provided: readonly string[]): string[];
}
