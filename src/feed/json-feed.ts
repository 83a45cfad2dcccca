import type { Entry } from './entry.ts';

/** Formats a JSON Feed (https://www.jsonfeed.org/version/1.1/), with every character of the strings. */
export const formatJsonFeed = (entries: readonly (Entry & { readonly title: string })[]): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Saved String',
    description: 'One string that everybody sees',
    items: entries.map(({ id, title, value, savedAt, savedBy, note }) => ({
      id,
      title,
      content_text: value,
      ...(note !== null && { summary: note }),
      date_published: savedAt,
      authors: [{ name: savedBy }],
    })),
  });
