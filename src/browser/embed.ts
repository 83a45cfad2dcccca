import { pollPauseMs } from './poll-pause.ts';

// Puts the string into the elements that `data-target` selects, as text, and keeps it up to date while the tab is visible:
// the same pauses as on the page, and never shorter than the server wants.

const { src, dataset } = document.currentScript as HTMLScriptElement;
const address = new URL('.', src);
let newsAt = Date.now();
let shortest = 2;
let failures = 0;
let isPolling = false;
let shown: unknown;
let timer: ReturnType<typeof setTimeout> | undefined;

const poll = async () => {
  clearTimeout(timer);
  if (isPolling || document.hidden) return;
  isPolling = true;
  try {
    // The browser revalidates what it has. The same header by hand would need the other site's permission each time.
    const response = await fetch(address, {
      headers: { accept: 'application/json' },
      cache: 'no-cache',
      signal: AbortSignal.timeout(5_000),
    });
    const { value } = await response.json();
    if (!response.ok || typeof value !== 'string') throw value;
    if (shown !== value) newsAt = Date.now();
    shown = value;
    shortest = Number(response.headers.get('retry-after')) || 2;
    for (const element of document.querySelectorAll(String(dataset.target))) {
      if (element.textContent !== value) element.textContent = value;
    }
    failures = 0;
  } catch {
    failures++;
  }
  isPolling = false;
  timer = setTimeout(poll, pollPauseMs({ failures, newsAt, shortest }));
};

document.addEventListener('visibilitychange', () => {
  newsAt = Date.now();
  poll();
});
addEventListener('online', poll);
poll();
