/** The part of Lighthouse that the scores use. Its own types exist only once it is installed. */
declare module 'lighthouse' {
  interface Audit {
    /** From 0 to 1; null if it has none. */
    readonly score: number | null;
    readonly scoreDisplayMode: string;
    readonly numericValue?: number;
  }

  interface Category {
    /** From 0 to 1; null if one of its audits could not run. */
    readonly score: number | null;
    readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
  }

  export interface Result {
    readonly categories: Readonly<Record<string, Category>>;
    readonly audits: Readonly<Record<string, Audit>>;
    readonly runtimeError?: { readonly message: string };
  }

  interface Flags {
    /** The port on which a browser listens for debuggers. */
    readonly port: number;
    readonly logLevel: 'error';
  }

  export const desktopConfig: object;

  /** @param config The default is a phone on a slow network. */
  export default function lighthouse(url: string, flags: Flags, config?: object): Promise<{ lhr: Result } | undefined>;
}

/** The part of the HTTP Observatory that the scores use. Its own types exist only once it is installed. */
declare module '@mdn/mdn-http-observatory' {
  interface RuleResult {
    /** The Observatory's name for the result. */
    readonly result: string;
    /** Points gained or lost. */
    readonly scoreModifier: number;
  }

  interface ScanResult {
    readonly scan: { readonly grade: string; readonly score: number };
    /** Results by rule name. */
    readonly tests: Readonly<Record<string, RuleResult>>;
  }

  /** @param host A name, with a port unless it is the default one. */
  export function scan(host: string): Promise<ScanResult>;
}
