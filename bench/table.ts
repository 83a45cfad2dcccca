/** @returns the figure with so many decimals, or a dash where there is none. */
export const fixed = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? '–';

/** @returns so many bytes in whole KiB, or a dash where there is no figure. */
export const kibibytes = (bytes: number | undefined): string =>
  fixed(bytes === undefined ? undefined : bytes / 1_024, 0);

/** @returns a Markdown table: the first column is text, the others are figures. Leaves out columns without any figure. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const isFilled = (_: string, column: number) => rows.some((row) => row[column] !== fixed(undefined, 0));
  const line = (cells: readonly string[]) => `| ${cells.filter(isFilled).join(' | ')} |`;
  const alignment = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, alignment, ...rows].map(line).join('\n');
};
