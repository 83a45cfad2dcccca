/** Shows on a terminal what is being done, in place of what was done before; an empty text clears the line. */
export const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};
