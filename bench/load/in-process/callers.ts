// The process behind load.ts: holds the function and its callers, answers one message, and ends with its parent.
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import type { HttpResponse as Answer } from '../../../src/http/handler.ts';
import { createContext } from '../../../test/support/event.ts';
import { SHOWN_STRING } from '../../candidate.ts';
import { type LoopOptions, type LoopResult, runClosedLoop } from './closed-loop.ts';
import { eventFor, type Operation } from './operations.ts';

export interface Task extends LoopOptions {
  readonly module: string;
  readonly operation: Operation;
}

export interface Finding extends LoopResult {
  /** The size of one answer, its headers included. */
  readonly answerBytes: number;
  /** All that were sent to the function, those included that don't count. */
  readonly calls: number;
}

const sizeOf = ({ headers, body = '' }: Answer): number =>
  Buffer.byteLength(body) +
  Object.entries(headers ?? {}).reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, 0);

const carryOut = async ({ module, operation, ...options }: Task): Promise<Finding> => {
  const { handler }: { handler: (event: unknown, context: Context) => Promise<Answer> } = await import(
    pathToFileURL(module).href
  );
  const event = eventFor(operation);
  let calls = 0;
  const call = () => {
    calls++;
    return handler(event, createContext());
  };
  const isRight = ({ statusCode, body }: Answer) => statusCode === 200 && body?.includes(SHOWN_STRING) === true;
  const answerBytes = sizeOf(await call());
  const result = await runClosedLoop(call, isRight, options);
  return { ...result, answerBytes, calls };
};

process.once('disconnect', () => process.exit());
process.once('message', async (task: Task) => process.send?.(await carryOut(task)));
