/**
 * Whether npm has printed the name of this script, and what it runs, to the standard output that it shares with the script.
 * It does so at every log level but `silent`, at which it would not print an install's errors either.
 */
export const npmPrintsToo = (script: string): boolean =>
  process.env.npm_lifecycle_event === script && process.env.npm_config_loglevel !== 'silent';
