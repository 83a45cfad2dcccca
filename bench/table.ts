/** @returns a Markdown table: the first column is text, the others are figures. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const alignment = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, alignment, ...rows].map(line).join('\n');
};

/** @returns the figure with so many decimals, or a dash where there is none. */
export const fixed = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? '–';
