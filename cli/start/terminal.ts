import { styleText } from 'node:util';
import { printable } from '../printable.ts';
import type { Exchange } from '../serve/http-server.ts';

type Format = Parameters<typeof styleText>[0];

const paint = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });

const colorOf = (status: number): Format => {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
};

/** Open pages ask every two seconds, and one visit of the playground loads thirty files, one of the editors' page two. */
const isRoutine = ({ incoming: { url = '', headers }, status }: Exchange): boolean =>
  (status === 304 && headers.accept === 'application/json') || (status < 400 && /^\/(edit|playground)\//.test(url));

/** `GET / 200 40 ms`, for all but routine. */
export const printExchange = (exchange: Exchange): void => {
  const { incoming, status, milliseconds } = exchange;
  if (isRoutine(exchange)) return;
  const took = paint('dim', `${Math.round(milliseconds)} ms`);
  console.log(`${incoming.method} ${printable(incoming.url ?? '')} ${paint(colorOf(status), String(status))} ${took}`);
};

interface LoggedError {
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const stackOf = ({ stack = '', cause }: LoggedError): string =>
  cause ? `${stack}\nCaused by: ${stackOf(cause)}` : stack;

/** Prints the reason why the function can't answer. */
export const printFailure = (message: string): void => console.error(paint('red', message));

/** A line of the function's log: of a failure, the stack trace as it reads best. */
export const printLogLine = (line: string): void => {
  const { message, error } = JSON.parse(line) as { message: string; error?: LoggedError };
  if (message === 'failure' && error) printFailure(stackOf(error));
  else console.log(line);
};

/** Prints the addresses of the running copy. */
export const announce = ([url = '', ...others]: readonly string[], token: string): void => {
  const address = (path: string) => paint('cyan', `${url}${path}`);
  console.log(`${paint('bold', 'Saved String is running.')}

  Page        ${[address('/'), ...others.map((other) => paint('cyan', `${other}/`))].join('\n              ')}
  Edit        ${address(`/edit#token=${token}`)}
  Playground  ${address(`/graphql#token=${token}`)}
  Token       ${token}
  Stop        Ctrl-C
`);
};
