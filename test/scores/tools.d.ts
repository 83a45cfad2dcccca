/** The part of Lighthouse that is used here. Its own types are there only once it is installed. */
declare module 'lighthouse' {
  interface Audit {
    /** From 0 to 1; null where it has none. */
    readonly score: number | null;
    readonly scoreDisplayMode: string;
    readonly numericValue?: number;
  }

  interface Category {
    /** From 0 to 1; null where an audit of it could not be made. */
    readonly score: number | null;
    readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
  }

  export interface Result {
    readonly categories: Readonly<Record<string, Category>>;
    readonly audits: Readonly<Record<string, Audit>>;
    readonly runtimeError?: { readonly message: string };
  }

  interface Flags {
    /** Where a browser listens for debuggers. */
    readonly port: number;
    readonly logLevel: 'error';
  }

  export const desktopConfig: object;

  /** @param config A phone on a slow network, if left out. */
  export default function lighthouse(url: string, flags: Flags, config?: object): Promise<{ lhr: Result } | undefined>;
}

/** The part of the HTTP Observatory that is used here. Its own types are there only once it is installed. */
declare module '@mdn/mdn-http-observatory' {
  interface RuleResult {
    /** Its name for what it found. */
    readonly result: string;
    /** Points that it gives or takes. */
    readonly scoreModifier: number;
  }

  interface ScanResult {
    readonly scan: { readonly grade: string; readonly score: number };
    /** By the rule's name. */
    readonly tests: Readonly<Record<string, RuleResult>>;
  }

  /** @param host A name, and a port where it is not the usual one. */
  export function scan(host: string): Promise<ScanResult>;
}
