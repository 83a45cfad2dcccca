/** The longest name with which no resource of a stage passes the 64 characters of AWS's shortest limit. */
const MAX_LETTERS = 30;

/** A word of a name that people give to what visitors see. */
const PRODUCTION = /(^|-)(prod|production|prd|live)\d*(-|$)/i;

/** @returns why a new stage can't have this name; undefined if it can. */
export const findNameFault = (stage: string, stagesWithBlocks: readonly string[]): string | undefined => {
  if (stage.length > MAX_LETTERS) return `"${stage}" is too long for a stage: a name has up to ${MAX_LETTERS} letters.`;
  if (!PRODUCTION.test(stage) || stagesWithBlocks.includes(stage)) return undefined;
  // Protecting it unasked would leave a table behind that its owner believes to be removed.
  return `"${stage}" looks like production, but has no settings of its own: its table would go with the stage, without backups or alarms. Use --stage prod, or add this to the params of serverless.yml:\n\n  ${stage}: *prod`;
};
