import type * as Wording from './wording.ts';

/** What the script needs of a browser. With the DOM's own types, all of the server could use a `document`. */
interface Element {
  textContent: string | null;
  readonly dataset: { readonly etag?: string };
  readonly classList: { toggle(name: string, force: boolean): void };
  append(child: Element): void;
  remove(): void;
}
declare const document: {
  title: string;
  readonly hidden: boolean;
  querySelector(selector: 'main' | 'h1'): Element;
  createElement(name: 'p'): Element;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
};
declare const addEventListener: (type: 'online', listener: () => void) => void;

/**
 * The page's script: shows a new string within three seconds in a tab that somebody looks at. The document holds it by its
 * source, so that it must not use anything from outside.
 *
 * It asks every 2 s, and after five minutes without news less and less often, down to every 15 s. News is late by at most 1/150 of
 * the time it took to come. On errors it waits twice as long each time, up to 30 s, and for a random part of that again: otherwise all
 * visitors would come back at the same moment.
 */
export const keepUpToDate = (wording: typeof Wording): void => {
  const region = document.querySelector('main');
  const heading = document.querySelector('h1');
  const notice = document.createElement('p');
  let etag = region.dataset.etag ?? '';
  let newsAt = Date.now();
  let answeredAt = newsAt;
  let failures = 0;
  let isAsking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (value: string) => {
    const text = wording.toHeading(value);
    // A screen reader would read out the same string again.
    if (heading.textContent === text) return;
    heading.textContent = text;
    document.title = wording.shorten(text);
    region.classList.toggle('long', wording.isLong(text));
  };

  const ask = async () => {
    const answer = await fetch('.', {
      headers: { accept: 'application/json', 'if-none-match': etag },
      signal: AbortSignal.timeout(5_000),
    });
    if (answer.status !== 304) {
      if (!answer.ok) throw answer;
      const { value } = (await answer.json()) as { value?: unknown };
      if (typeof value !== 'string') throw answer;
      show(value);
      etag = answer.headers.get('etag') ?? '';
      newsAt = Date.now();
    }
    answeredAt = Date.now();
  };

  const keepAsking = async () => {
    clearTimeout(timer);
    if (isAsking || document.hidden) return;
    isAsking = true;
    try {
      await ask();
      failures = 0;
      notice.remove();
    } catch {
      failures++;
      // One lost answer is no news, and where no string was ever shown, the heading says so already. Once said, it stands.
      if (failures === 2 && etag) {
        notice.textContent = `The server can’t be reached. This was the string at ${new Date(answeredAt).toLocaleTimeString()}.`;
        region.append(notice);
      }
    }
    isAsking = false;
    const seconds = failures
      ? Math.min(2 ** failures, 30) * (1 + Math.random())
      : Math.min(Math.max((Date.now() - newsAt) / 150_000, 2), 15);
    timer = setTimeout(keepAsking, seconds * 1_000);
  };

  document.addEventListener('visibilitychange', () => {
    newsAt = Date.now();
    keepAsking();
  });
  addEventListener('online', keepAsking);
  timer = setTimeout(keepAsking, 2_000);
};
