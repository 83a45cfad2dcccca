import { classOf, toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import { type Api, refused } from './api.ts';
import { byId, element, say } from './dom.ts';
import { capitalize } from './plan-words.ts';
import { createTimeField } from './time-field.ts';
import { formatTime, now } from './times.ts';

/** Draws the page with another string in a frame, in which nothing runs: with the page's own styles and heading. */
const drawPage = async (value: string): Promise<void> => {
  const response = await fetch('./', { headers: { accept: 'text/html' } });
  const document = await response.text();
  const [, styles = ''] = /<style>(.*?)<\/style>/s.exec(document) ?? [];
  const [, lang = ''] = /<html lang="([\w-]*)"/.exec(document) ?? [];
  const frame = element('iframe', { id: 'preview-page', title: 'The page at that moment' });
  frame.sandbox.add('allow-same-origin');
  byId('preview').replaceChildren(frame);
  const { contentDocument: page, contentWindow } = frame;
  if (!page || !contentWindow) return;
  const sheet = new (contentWindow as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(styles);
  page.adoptedStyleSheets = [sheet];
  page.documentElement.lang = lang;
  const text = toHeading(value, byId('now').dataset.heading ?? '{}');
  const main = element('main', { className: classOf(text, value), dir: 'auto' }, element('h1', {}, text));
  page.body.replaceChildren(page.adoptNode(main));
};

/**
 * Shows the page as it was at a moment, and to editors as it will be if nobody changes anything.
 *
 * @param draw Lists the revision of that moment, to be brought back.
 */
export const createPreview = (api: Api, draw: (revision: Revision) => HTMLElement): void => {
  const field = createTimeField('at');
  const found = byId('found');

  const look = async (): Promise<void> => {
    const time = field.read();
    if (time === null) {
      say(field.fault() ?? 'Choose a day and a time.', 'bad');
      return field.input.focus();
    }
    const revision = await api.readAt(time);
    byId('looked').hidden = false;
    await drawPage(revision.value);
    const isFuture = time > now();
    byId('preview-title').textContent = capitalize(
      `${formatTime(time)}${isFuture ? ', if nobody changes anything' : ''}`,
    );
    found.replaceChildren(...(isFuture ? [] : [draw({ ...revision, keeps: null })]));
    say('');
    byId('preview-title').focus();
  };

  const complain = refused(({ code, message }) =>
    say(code === 'UNAUTHENTICATED' ? 'Only editors can look ahead. Sign in first.' : message, 'bad'),
  );
  byId('search').onsubmit = (event) => {
    event.preventDefault();
    void look().catch(complain);
  };
};
