import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

interface Opened {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly sent: readonly object[];
  readonly isClosed: boolean;
}

/** Stands in for AppSync Events, as the page sees it. All but `until` is about the page's last socket. */
export interface StandIn {
  count(): Promise<number>;
  last(): Promise<Opened>;
  /** Opens it. */
  open(): Promise<void>;
  /** Opens it and accepts the subscription. */
  subscribe(): Promise<void>;
  say(message: object): Promise<void>;
  /** Pushes news to the subscriber. */
  push(news: object): Promise<void>;
  end(): Promise<void>;
  /** Waits for something here, and then for something in the page. */
  until(isTrue: () => boolean, expression: string): Promise<void>;
}

/** Replaces a page's WebSocket before it is opened. */
export const installSocket = async (page: Page): Promise<StandIn> => {
  await page.addInitScript(() => {
    const sockets: object[] = [];
    class WebSocket {
      readonly url: string;
      readonly protocols: readonly string[];
      readonly sent: object[] = [];
      isClosed = false;

      constructor(url: URL, protocols: string[]) {
        this.url = String(url);
        this.protocols = protocols;
        sockets.push(this);
      }

      send(text: string) {
        this.sent.push(JSON.parse(text));
      }

      close() {
        this.isClosed = true;
      }
    }
    Object.assign(globalThis, { sockets, WebSocket });
  });
  const run = async (code: string): Promise<void> => {
    await page.evaluate(`void sockets.at(-1).${code}`);
  };
  const say = (message: object) => run(`onmessage({ data: ${JSON.stringify(JSON.stringify(message))} })`);
  const open = async () => {
    await run('onopen()');
    await say({ type: 'connection_ack', connectionTimeoutMs: 300_000 });
  };
  return {
    count: () => page.evaluate('sockets.length'),
    last: () => page.evaluate('({ ...sockets.at(-1) })'),
    open,
    subscribe: async () => {
      await open();
      await say({ type: 'subscribe_success', id: '1' });
    },
    say,
    push: (news) => say({ type: 'data', id: '1', event: [JSON.stringify(news)] }),
    end: () => run('onclose?.()'),
    until: async (isTrue, expression) => {
      // In this order, so that it ends with the page.
      while (!(await page.evaluate(expression)) || !isTrue()) await sleep(10);
    },
  };
};
