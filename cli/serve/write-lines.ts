/** Creates a function that writes lines to standard output: those of one turn of the event loop together. */
export const createWriteLines = (): ((line: string) => void) => {
  let lines = '';
  const flush = () => {
    if (lines !== '') process.stdout.write(lines);
    lines = '';
  };
  process.once('exit', flush);
  return (line) => {
    if (lines === '') setImmediate(flush);
    lines += `${line}\n`;
  };
};
