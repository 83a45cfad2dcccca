import { classOf, toHeading, toTitle } from '../domain/heading.ts';
import { pollPauseMs } from './poll-pause.ts';

// The page's script: shows a new string within three seconds in a visible tab.
//
// It polls every 2 s, and after five minutes without news less and less often, down to every 15 s: the interval is
// 1/150 of the time since the last change. After errors it doubles up to 30 s, plus up to as much jitter: otherwise all
// visitors would come back at the same moment. It is never shorter than the server wants: 2 s, unless the operator has
// chosen more. The page says so at first, and then the Retry-After header of each new string.

const REQUEST_TIMEOUT_MS = 5_000;

const region = document.querySelector('main') as HTMLElement;
const heading = document.querySelector('h1') as HTMLElement;
const notice = document.createElement('p');
const pattern = region.dataset.heading as string;
let etag = region.dataset.etag ?? '';
let shortest = Number(region.dataset.poll);
let newsAt = Date.now();
let answeredAt = newsAt;
let failures = 0;
let isPolling = false;
let timer: ReturnType<typeof setTimeout> | undefined;

const show = (value: string) => {
  const text = toHeading(value, pattern);
  // A screen reader would read out the same string again.
  if (heading.textContent === text) return;
  heading.textContent = text;
  document.title = toTitle(text);
  const name = classOf(text, value);
  if (region.className !== name) region.className = name;
};

const ask = async () => {
  // A proxy may serve the page at a path without a slash, whose parent is another site's page.
  const response = await fetch(location.origin + location.pathname.replace(/\/?$/, '/'), {
    headers: { accept: 'application/json', 'if-none-match': etag },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (response.status !== 304) {
    const { value } = (await response.json()) as { value?: unknown };
    // An answer from another server, or an error: keep the current string.
    if (!response.ok || typeof value !== 'string') throw response;
    show(value);
    etag = response.headers.get('etag') ?? '';
    shortest = Number(response.headers.get('retry-after')) || 2;
    newsAt = Date.now();
  }
  answeredAt = Date.now();
};

const poll = async () => {
  clearTimeout(timer);
  if (isPolling || document.hidden) return;
  isPolling = true;
  try {
    await ask();
    failures = 0;
    notice.remove();
  } catch {
    failures++;
    // One failure is not worth a notice, and without a string the heading is one already. Once shown, it stays.
    if (failures === 2 && etag) {
      notice.textContent = `The server can’t be reached. This was the string at ${new Date(answeredAt).toLocaleTimeString()}.`;
      region.append(notice);
    }
  }
  isPolling = false;
  timer = setTimeout(poll, pollPauseMs({ failures, newsAt, shortest }));
};

document.addEventListener('visibilitychange', () => {
  newsAt = Date.now();
  poll();
});
addEventListener('online', poll);
timer = setTimeout(poll, shortest * 1_000);
