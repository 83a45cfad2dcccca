import { html } from 'hono/html';
import { createBuiltFiles, type FileList } from '../http/built-files.ts';
import type { Route } from '../http/handler.ts';
import { html as respond } from '../http/responses.ts';
import { contentSecurityPolicy } from '../http/security-headers.ts';

/** Names of files, as in the manifest. */
interface ShareFiles {
  readonly script: string;
  readonly style: string;
}

/** Renders the part of the editors' page that shares a file. Its script shows it. */
const renderShare = ({ script, style }: ShareFiles) => html`
<link rel="stylesheet" href="edit/${style}">
<script type="module" src="edit/${script}"></script>
<section id="share" aria-labelledby="share-title" hidden>
<h3 id="share-title">Share a file</h3>
<p class="quiet">Its link goes into the text. Whoever has the link gets the file.</p>
<label for="share-file">File of up to 6 GiB (or drop it anywhere on this page)</label>
<input id="share-file" type="file">
<div class="sides">
<p><label for="share-amount">For how long (12 days at most)</label><input id="share-amount" type="number" min="1" value="1"></p>
<p><label for="share-unit">Hours or days</label><select id="share-unit" class="box"><option value="86400">days</option><option value="3600">hours</option></select></p>
</div>
<p class="buttons"><button id="share-start" type="button">Upload</button> <button id="share-cancel" type="button" hidden>Cancel the upload</button></p>
<p id="share-progress" hidden><progress id="share-bar" aria-label="Sent"></progress> <span id="share-sent" class="quiet"></span></p>
<p id="share-status" class="message" role="status"></p>
</section>`;

/** Describes a build of the editors' page. Names are those under `/edit/`; each contains a hash of its content. */
export interface Manifest extends FileList {
  readonly script: string;
  readonly style: string;
  /** Loaded only where editors share files. */
  readonly share: ShareFiles;
}

/** Allows the page's own files, where it sends shared ones, and no HTML made from a string. */
const contentSecurityPolicyOf = (filesOrigin = ''): string =>
  contentSecurityPolicy(
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${filesOrigin}`.trim(),
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  );

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#b4431f"/>' +
    '<path d="M4 12l1-3 5-5 2 2-5 5z" fill="none" stroke="#fff" stroke-width="1.4" stroke-linejoin="round"/></svg>',
)}`;

/** Renders the document, the same for everyone: its scripts fill it in. */
const renderPage = async (
  { script, style, share }: Manifest,
  { heading, hasFiles }: { readonly heading: string; readonly hasFiles: boolean },
): Promise<string> => {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Change the saved string</title>
<meta name="description" content="Change what every visitor reads, and see what they read before.">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="edit/${style}">
<script type="module" src="edit/${script}"></script>
</head>
<body>
<header>
<a href="./">What visitors see</a>
<p id="session" hidden><span id="who"></span> <button id="sign-out" type="button">Sign out</button></p>
</header>
<main>
<h1>Change the saved string</h1>
<noscript><p class="message bad">This page needs JavaScript: turn it on for this site, and reload the page. What visitors see needs none.</p></noscript>

<section id="now-section" aria-labelledby="now-title" hidden>
<h2 id="now-title">Visitors read now</h2>
<p id="now" class="text poster" tabindex="-1" data-heading="${heading}"></p>
<p id="now-about" class="quiet"></p>
</section>

<section id="sign-in" aria-labelledby="sign-in-title" hidden>
<h2 id="sign-in-title">Sign in</h2>
<p id="sign-in-status" class="message" role="alert"></p>
<form>
<label>Your name <input name="name" autocomplete="username" autocapitalize="words" spellcheck="false" required></label>
<label>Your token <input name="token" type="password" autocomplete="current-password" placeholder="sst_…" required></label>
<button>Sign in</button>
</form>
<p class="quiet">Whoever runs this site gives you a token. It stays in this tab until you sign out or close the tab.</p>
</section>

<section id="write" aria-labelledby="write-title" hidden>
<h2 id="write-title">Change it</h2>
<form>
<label for="text">What visitors will read</label>
<textarea id="text" rows="4" dir="auto" aria-describedby="size carriage-returns hidden-summary"></textarea>
<p id="size" class="quiet"></p>
<p id="carriage-returns" class="message" hidden>The string has carriage returns (U+000D), which a text field can’t hold. Saving from here makes them plain line breaks.</p>
<div id="hidden" hidden><p id="hidden-summary"></p><p id="hidden-text" class="text box"></p></div>
<label for="note">Why (optional; only in the history)</label>
<input id="note" autocomplete="off" aria-describedby="note-problem" dir="auto">
<p id="note-problem" class="message bad"></p>
<details id="times"><summary>Choose when it begins and ends</summary>
<div class="sides">
<p><label for="from">From (empty: now)</label><input id="from" type="datetime-local" aria-describedby="write-zone times-problem"></p>
<p><label for="until">Until (empty: it stays)</label><input id="until" type="datetime-local" aria-describedby="write-zone times-problem"></p>
</div>
<p id="times-problem" class="message bad"></p>
<p id="write-zone" class="quiet zone"></p>
</details>
<p class="buttons"><button id="save">Save</button> <button id="discard" type="button" hidden>Drop my changes</button> <button id="undrop" type="button" hidden>Put my text back</button></p>
</form>
<p id="status" class="message" role="status"></p>${hasFiles ? renderShare(share) : ''}
</section>

<section id="conflict" aria-labelledby="conflict-title" hidden>
<h2 id="conflict-title" tabindex="-1">Someone else saved first</h2>
<p id="conflict-about"></p>
<div class="sides">
<div><h3>Theirs, which visitors read now</h3><p id="theirs" class="text box"></p></div>
<div><h3>Yours, not saved yet</h3><p id="yours" class="text box"></p></div>
</div>
<p class="buttons"><button id="keep-theirs" type="button">Keep theirs</button> <button id="save-mine" type="button">Save mine over it</button></p>
</section>

<section id="planned" aria-labelledby="planned-title" hidden>
<h2 id="planned-title" tabindex="-1">Planned</h2>
<p id="planned-status" class="message" role="status"></p>
<ul id="plan" class="list"></ul>
</section>

<dialog id="ask" aria-labelledby="ask-title">
<h2 id="ask-title">Save with hidden characters?</h2>
<p id="ask-summary"></p>
<p id="ask-text" class="text box"></p>
<p class="quiet">Some emoji and some languages need them. Others come along with copied text.</p>
<form method="dialog" class="buttons"><button value="save">Save with them</button> <button value="remove">Remove them</button> <button value="back">Back to the text</button></form>
</dialog>

<section id="history" aria-labelledby="history-title" hidden>
<h2 id="history-title">History</h2>
<form id="search"><label for="at">What did it say at</label><input id="at" type="datetime-local" required> <button>Look it up</button></form>
<p class="quiet zone"></p>
<p id="history-status" class="message" role="status"></p>
<ul id="found" class="list" tabindex="-1" aria-label="What it said then"></ul>
<ol id="revisions" class="list"></ol>
<button id="more" type="button" hidden>Show older ones</button>
</section>
</main>
</body>
</html>
`;
  return page.toString();
};

interface Options {
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  /** In which times are shown and entered; undefined: in the browser's. */
  readonly timeZone?: string | undefined;
  /** Where shared files are sent; undefined if editors share none. */
  readonly filesOrigin: string | undefined;
}

/** Serves the editors' page and its files from `directory`, where `buildEdit` wrote them. */
export const createEdit = (directory: URL, { heading, filesOrigin }: Options): Route => {
  const policy = contentSecurityPolicyOf(filesOrigin);
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, policy);
  return {
    handle: async (request) =>
      request.pathParameters?.file === undefined
        ? respond(200, await renderPage(await readManifest(), { heading, hasFiles: filesOrigin !== undefined }), {
            'cache-control': 'no-cache',
            'content-security-policy': policy,
            'x-robots-tag': 'noindex',
          })
        : file(request),
  };
};
