import { pollPauseMs } from './poll-pause.ts';

// Keeps what a page shows up to date while its tab is visible.
//
// It asks every 2 s, and after five minutes without news less and less often, down to every 15 s: the interval is 1/150 of
// the time since the last change. After errors it doubles up to 30 s, plus up to as much jitter: otherwise all visitors
// would come back at the same moment. It is never shorter than the server wants: 2 s, unless the operator has chosen more.
//
// Where changes are pushed, it asks every ten minutes, and hears of the rest over AppSync Events' WebSocket protocol
// (https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html), which `serve` speaks, too. The
// socket decides nothing: what is pushed is shown if it is newer, and then an answer to an earlier question is dropped. Each
// connection begins with a question, because a change may have come before the subscription.

/** A change, as it is pushed. */
interface News {
  readonly value: string;
  readonly version: number;
  readonly etag: string;
  /** In how many milliseconds something else begins or ends. */
  readonly askIn?: number;
}

/** The server’s settings, as attributes of the page. */
export interface Terms {
  /** How often to ask at most, in seconds. */
  readonly poll?: string;
  /** The version that is shown already. */
  readonly version?: string;
  /** The WebSocket, relative to the page, a space and the channel; none: changes are not pushed. */
  readonly push?: string;
}

// Elements that strangers may name shadow the properties of document and window, but not those of the prototypes.
const listen = EventTarget.prototype.addEventListener;
const isHidden = () => Reflect.get(Document.prototype, 'hidden', document);

/**
 * @param request Whatever is sent with each question.
 * @param show Gets a string and the tag of its revision.
 * @param onAsked Called after each question, with the number of those in a row that got no answer.
 */
export const follow = (
  address: string,
  request: RequestInit,
  terms: Terms,
  show: (value: string, etag: string) => void,
  onAsked?: (failures: number) => void,
): void => {
  const REQUEST_TIMEOUT_MS = 5_000;
  const PUSHED_PAUSE_MS = 600_000;
  const PUSHED_SPREAD_MS = 120_000;
  /** The service sends something each minute. After as long a silence, the connection is dead. */
  const SILENCE_MS = 300_000;
  /** The pause before the n-th attempt to connect is random: 2ⁿ times this, at most the longest, or up to twice as much. */
  const RETRY_MS = 8_000;
  const LONGEST_RETRY_MS = 300_000;
  /** Pages whose connections end together ask within this time. */
  const LOST_SPREAD_MS = 15_000;
  /** After a planned moment pages ask within this time, and few of them early: the rest hear what the first ones read. */
  const DUE_SPREAD_MS = 800;

  let version = Number(terms.version);
  let shortest = Number(terms.poll);
  let newsAt = Date.now();
  let askAt = 0;
  let failures = 0;
  let isAsking = false;
  let isOvertaken: boolean;
  let timer: ReturnType<typeof setTimeout>;
  let socket: WebSocket | undefined;
  let silence: ReturnType<typeof setTimeout>;
  let isLive = false;
  let lost = 0;
  let retryAt = 0;

  const pollIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(poll, milliseconds);
  };

  const pollNext = () => {
    const early = askAt - Date.now();
    const usual =
      isLive && !failures
        ? PUSHED_PAUSE_MS + PUSHED_SPREAD_MS * Math.random()
        : pollPauseMs(failures, newsAt, shortest);
    pollIn(early > 0 && early < usual ? early : usual);
  };

  const take = (news: News, etag: string) => {
    if (version !== news.version) newsAt = Date.now();
    version = news.version;
    show(news.value, etag);
  };

  const ask = async () => {
    isOvertaken = false;
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    if (response.status === 304) return;
    const news: News = await response.json();
    // An answer from another server, or an error: keep the current string.
    if (!response.ok || typeof news.value !== 'string') throw response;
    if (isOvertaken) return;
    shortest = Number(response.headers.get('retry-after')) || 2;
    take(news, response.headers.get('etag') ?? '');
  };

  const poll = async () => {
    clearTimeout(timer);
    look();
    if (isAsking || isHidden()) return;
    isAsking = true;
    try {
      do await ask();
      while (isOvertaken);
      failures = 0;
    } catch {
      failures++;
    }
    onAsked?.(failures);
    isAsking = false;
    pollNext();
  };

  const close = () => {
    isLive = false;
    clearTimeout(silence);
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    socket = undefined;
  };

  const lose = () => {
    close();
    retryAt = Date.now() + Math.min(RETRY_MS * 2 ** lost++, LONGEST_RETRY_MS) * (1 + Math.random());
    pollIn(LOST_SPREAD_MS * Math.random());
  };

  const hear = (news: News) => {
    if (news.version > version) {
      isOvertaken = true;
      askAt = 0;
      take(news, news.etag);
    }
    if (news.askIn) askAt = Date.now() + news.askIn + DUE_SPREAD_MS * Math.random() ** 0.125;
    pollNext();
  };

  /** Opens the socket, or closes it, as the tab's state wants. */
  const look = () => {
    if (isHidden() || !navigator.onLine) return close();
    if (!terms.push || socket || Date.now() < retryAt) return;
    const [path = '', channel] = terms.push.split(' ');
    const url = new URL(path, address.replace('http', 'ws'));
    // Everyone may subscribe. The name of a protocol is base64url, and none of these characters becomes + or /.
    const authorization = `{"host":"${url.host.replace('-realtime', '')}","Authorization":"-"}`;
    const header = `header-${btoa(authorization).replace(/=/g, '')}`;
    const opened = new WebSocket(url, ['aws-appsync-event-ws', header]);
    opened.onopen = () => opened.send('{"type":"connection_init"}');
    opened.onclose = lose;
    opened.onmessage = ({ data }) => {
      clearTimeout(silence);
      silence = setTimeout(lose, SILENCE_MS);
      const { type, event } = JSON.parse(data);
      if (type === 'connection_ack')
        opened.send(`{"type":"subscribe","id":"1","channel":"${channel}","authorization":${authorization}}`);
      if (type === 'data') hear(JSON.parse(event));
      if (type === 'subscribe_success') {
        isLive = isOvertaken = true;
        lost = 0;
        poll();
      }
      if (/error/.test(type)) lose();
    };
    socket = opened;
  };

  for (const name of ['visibilitychange', 'online', 'offline']) {
    const onChange = () => {
      newsAt = Date.now();
      poll();
    };
    // Captured, because the first one is the document's own.
    listen.call(window, name, onChange, true);
  }
  look();
  pollNext();
};
