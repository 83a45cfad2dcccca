import { classOf, toHeading, toTitle } from '../domain/heading.ts';
import { follow } from './follow.ts';

// The page's script: shows a new string within three seconds in a visible tab, or at once where changes are pushed.

const region = document.querySelector('main') as HTMLElement;
const heading = document.querySelector('h1') as HTMLElement;
const notice = document.createElement('p');
const { dataset } = region;
const known: [string, string] = ['if-none-match', dataset.etag ?? ''];
let answeredAt = Date.now();

const show = (value: string, etag: string) => {
  known[1] = etag;
  const text = toHeading(value, dataset.heading as string);
  // A screen reader would read out the same string again.
  if (heading.textContent === text) return;
  heading.textContent = text;
  document.title = toTitle(text);
  const name = classOf(text, value);
  if (region.className !== name) region.className = name;
};

const onAsked = (failures: number) => {
  if (!failures) {
    answeredAt = Date.now();
    notice.remove();
  }
  // One failure is not worth a notice, and without a string the heading is one already. Once shown, it stays.
  if (failures === 2 && known[1]) {
    notice.textContent = `The server can’t be reached. This was the string at ${new Date(answeredAt).toLocaleTimeString()}.`;
    region.append(notice);
  }
};

// A proxy may serve the page at a path without a slash, whose parent is another site's page.
const address = location.origin + location.pathname.replace(/\/?$/, '/');
follow(address, { headers: [['accept', 'application/json'], known] }, dataset, show, onAsked);
