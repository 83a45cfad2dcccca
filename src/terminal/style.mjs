import * as util from 'node:util';

/** Older Nodes lack `styleText`, or can't ask a stream with it: there, everything is plain. */
const canAskStream = Number.parseInt(process.versions.node, 10) >= 24;

/**
 * Text in colour where `stream` is a terminal that shows colours, and plain everywhere else. NO_COLOR and FORCE_COLOR win.
 *
 * @param {Parameters<typeof util.styleText>[0]} format
 * @param {string} text
 * @param {NodeJS.WritableStream} stream
 * @returns {string}
 */
export const style = (format, text, stream) => (canAskStream ? util.styleText(format, text, { stream }) : text);
