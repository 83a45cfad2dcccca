import { pollPauseMs } from './poll-pause.ts';

// Puts the string into the elements that `data-target` selects, as text, and keeps it up to date while the tab is visible:
// the same pauses as on the page, and never shorter than the server wants. Where changes are pushed, follow.ts does that.

/** Whether changes are pushed: the argument of the function that the server makes of this script. */
declare const isPushed: boolean;

// Elements that strangers may name shadow the properties of document and window, but not those of the prototypes.
const read = (name: 'currentScript' | 'hidden'): unknown => Reflect.get(Document.prototype, name, document);
const find = Document.prototype.querySelectorAll.bind(document);
const listen = EventTarget.prototype.addEventListener;

/** Text in these would run, style the site or be sent with a form. */
const NEVER = 'script, style, template, textarea, select, option, iframe, object';

/** The script elements that load this file. A module has no current one, and runs once for all of them. */
const scripts = [read('currentScript') ?? [...find('script[src*="embed.js"][data-target]')]]
  .flat()
  .filter((element) => element instanceof HTMLScriptElement);

/** @throws Error for a host page that names no element, in its console. */
const findTargetsOf = ({ dataset: { target: selector } }: HTMLScriptElement): Element[] => {
  try {
    if (selector) return [...find(selector)].filter((element) => !element.matches(NEVER));
  } catch {}
  throw new Error(`embed.js: data-target="${selector ?? ''}" is not a CSS selector, such as "#news"`);
};

const [script] = scripts;
if (!script) throw new Error('embed.js: load it with <script src="…/embed.js" data-target="#news">');
const { src } = script;
const findTargets = () => scripts.flatMap(findTargetsOf);
findTargets();
const address = `${new URL('.', src)}`;
// The browser revalidates what it has. The same header by hand would need the other site's permission each time.
const request: RequestInit = { headers: { accept: 'application/json' }, cache: 'no-cache' };
let newsAt = Date.now();
let shortest = 2;
let failures = 0;
let isPolling = false;
let shown: unknown;
let timer: ReturnType<typeof setTimeout> | undefined;

const show = (value: string) => {
  for (const element of findTargets()) {
    if (element.textContent !== value) element.textContent = value;
  }
};

const poll = async () => {
  clearTimeout(timer);
  if (isPolling || read('hidden')) return;
  isPolling = true;
  try {
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(5_000) });
    const { value } = await response.json();
    if (!response.ok || typeof value !== 'string') throw value;
    if (shown !== value) newsAt = Date.now();
    shown = value;
    shortest = Number(response.headers.get('retry-after')) || 2;
    show(value);
    failures = 0;
  } catch {
    failures++;
  }
  isPolling = false;
  timer = setTimeout(poll, pollPauseMs(failures, newsAt, shortest));
};

const start = () => {
  listen.call(document, 'visibilitychange', () => {
    newsAt = Date.now();
    poll();
  });
  listen.call(window, 'online', poll);
  poll();
};

// By the same path, so that a site that allows this script allows that one.
if (isPushed) import(`${new URL('?push', src)}`).then((on) => on.follow(address, request, on.terms, show), start);
else start();
