import { createHash } from 'node:crypto';

/**
 * The line that a PDF ends with, which readers of PDF skip as a comment: it tells whether the PDF was made of this
 * HTML. The PDF's own bytes can't, because they hold the time.
 */
export const sourceMark = (html: string): string => `\n% made of ${createHash('sha256').update(html).digest('hex')}\n`;
