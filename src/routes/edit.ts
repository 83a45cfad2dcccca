import { html } from 'hono/html';
import { createBuiltFiles, type FileList } from '../http/built-files.ts';
import type { Route } from '../http/handler.ts';
import { html as respond } from '../http/responses.ts';
import { contentSecurityPolicy } from '../http/security-headers.ts';

/** Renders the part of the editors' page that shares a file. Its script shows it. */
const renderShare = (script: string) => html`
<script type="module" src="edit/${script}"></script>
<section id="share" aria-labelledby="share-title" hidden>
<h3 id="share-title">Share a file</h3>
<p class="quiet">Its link goes into the text. Anyone with the link can download the file.</p>
<label for="share-file">File of up to 6 GiB (or drop it anywhere on this page)</label>
<input id="share-file" type="file">
<div class="sides">
<p><label for="share-amount">Download for (12 days at most)</label><input id="share-amount" type="number" min="1" value="1"></p>
<p><label for="share-unit">Hours or days</label><select id="share-unit"><option value="86400">days</option><option value="3600">hours</option></select></p>
</div>
<p class="buttons"><button id="share-start" type="button">Upload</button> <button id="share-cancel" type="button" hidden>Cancel the upload</button></p>
<p id="share-progress" hidden><progress id="share-bar" aria-label="Sent"></progress> <span id="share-sent" class="quiet"></span></p>
<p id="share-status" class="message" role="status"></p>
</section>`;

/** Describes a build of the editors' page. Names are those under `/edit/`; each contains a hash of its content. */
export interface Manifest extends FileList {
  readonly script: string;
  readonly style: string;
  /** A script, loaded only where editors share files. */
  readonly share: string;
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

interface Options {
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  /** In which times are shown and entered; undefined: in the browser's. */
  readonly timeZone?: string | undefined;
  /** Where shared files are sent; undefined if editors share none. */
  readonly filesOrigin?: string | undefined;
}

/** The script names the clocks in it, where the editor's show other times. */
const zone = html` <small class="zone"></small>`;

/** Renders the fields for when a text is shown. The script shows those that belong to the choice. */
const whenFields = html`<div id="when-parts">
<div class="sides">
<p><label for="when">When</label><select id="when" name="when"><option value="keep" hidden></option><option value="now">Now</option><option value="later">Later, once</option><option value="daily">Every day</option><option value="workdays">Every weekday</option><option value="weekly">On chosen days of the week</option><option value="monthly">Every month, on one day</option></select></p>
<p id="ends-part"><label for="ends">For how long</label><select id="ends" name="ends"><option value="stay">Until it is replaced</option><option value="shown" hidden></option><option value="time">Until a time that I choose</option></select></p>
</div>
<fieldset id="days-part" class="days" hidden><legend>On which days</legend></fieldset>
<div id="repeat-part" class="sides pairs" hidden>
<p><label for="start">From${zone}</label><input id="start" name="start" type="time"></p>
<p><label for="end">To${zone}</label><input id="end" name="end" type="time"></p>
<p><label for="first">First day <small>(optional)</small></label><input id="first" name="first" type="date"></p>
<p><label for="last">Last day <small>(optional)</small></label><input id="last" name="last" type="date"></p>
</div>
<div class="sides">
<p id="from-part" hidden><label for="from">From${zone}</label><input id="from" name="from" type="datetime-local"></p>
<p id="until-part" hidden><label for="until">Until <small id="until-stays">(optional)</small>${zone}</label><input id="until" name="until" type="datetime-local"></p>
</div>
<p id="when-problem" class="message bad" hidden></p>
<p id="when-about" class="when" hidden></p>
</div>`;

/** Renders the document, the same for everyone: its scripts fill it in. */
const renderPage = async (
  { script, style, share }: Manifest,
  { heading, timeZone, filesOrigin }: Options,
): Promise<string> => {
  const [before = '', after = ''] = heading.split('{}');
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
<main data-time-zone="${timeZone}">
<h1>Change the saved string</h1>
<noscript><p class="message bad">This page needs JavaScript: turn it on for this site, and reload the page. What visitors see needs none.</p></noscript>
<p id="ends-soon" class="message bad"></p>

<div>
<section id="now-section" aria-labelledby="now-title" hidden>
<h2 id="now-title">Visitors read now</h2>
<p id="now" class="text poster" data-heading="${heading}"></p>
<p id="now-about" class="quiet"></p>
<p id="now-note" class="note" dir="auto"></p>
</section>

<section id="sign-in" aria-labelledby="sign-in-title" hidden>
<h2 id="sign-in-title">Sign in</h2>
<p id="insecure" class="message bad" hidden>This connection is not encrypted: others in the network can read your token. Use an https address, if there is one.</p>
<form>
<label>Your token <input name="token" type="password" autocomplete="current-password" autocapitalize="off" spellcheck="false" placeholder="sst_…" aria-describedby="token-about" required></label>
<p id="token-about" class="quiet">The person who runs this site gives you one.</p>
<label class="check"><input name="keep" type="checkbox" aria-describedby="keep-about"> Keep me signed in on this device</label>
<p id="keep-about" class="quiet">Only on a device of your own: anyone who opens this browser can change the text, until the token ends or you sign out. Without it, closing the tab signs you out.</p>
<button>Sign in</button>
</form>
</section>

<section id="write" aria-labelledby="write-title" hidden>
<h2 id="write-title">Change it</h2>
<p id="planned-about" class="when"></p>
<form id="write-form">
<label for="text">What visitors will read</label>
${before && html`<p class="around">${before}</p>`}
<textarea id="text" name="text" rows="3" dir="auto"></textarea>
${after && html`<p class="around">${after}</p>`}
<p id="size" class="quiet" hidden></p>
<p id="carriage-returns" class="message" hidden></p>
<p id="hidden-summary" hidden></p><p id="hidden-text" class="text" hidden></p>
${whenFields}
<label for="note">Why <small>(optional; anyone can read it)</small></label>
<input id="note" name="note" autocomplete="off" dir="auto">
<p id="note-problem" class="message bad" hidden></p>
<p class="buttons"><button id="save">Save</button> <button id="discard" type="button" hidden>Discard</button> <button id="restore" type="button" hidden>Restore my text</button></p>
</form>${filesOrigin !== undefined && renderShare(share)}
</section>

<section id="conflict" aria-labelledby="conflict-title" hidden>
<h2 id="conflict-title" tabindex="-1" aria-describedby="conflict-about">Someone else saved first</h2>
<p id="conflict-about"></p>
<div class="sides">
<div><h3>Theirs, which visitors read now</h3><p id="theirs" class="text"></p></div>
<div><h3>Yours, not saved yet</h3><p id="yours" class="text"></p></div>
</div>
<p class="buttons"><button id="keep-theirs" type="button">Keep theirs</button> <button id="save-mine" type="button">Save mine over it</button></p>
</section>

</div>
<div>
<section id="planned" aria-labelledby="planned-title" hidden>
<h2 id="planned-title" tabindex="-1">Planned</h2>
<p class="quiet">Only editors see it. The history says only that something was planned.</p>
<p id="plan-empty">Nothing is planned. To plan something, choose when, under “Change it”.</p>
<ul id="plan" class="list"></ul>
</section>

<section id="moment" aria-labelledby="moment-title" hidden>
<h2 id="moment-title">At another moment</h2>
<form id="search"><p><label for="at">Day and time, past or to come${zone}</label><input id="at" type="datetime-local"></p><button>Show the page</button></form>
<div id="looked" hidden><h3 id="preview-title" tabindex="-1"></h3><div id="preview"></div><ul id="found" class="list"></ul></div>
</section>

<section id="history" aria-labelledby="history-title" hidden>
<h2 id="history-title">History</h2>
<p class="quiet">Anyone can read it, with names and reasons.</p>
<ol id="revisions" class="list"></ol>
<button id="more" type="button" hidden>Show older ones</button>
</section>
</div>
</main>
<div id="bar"><p id="status" class="message" role="status" tabindex="-1"></p><button id="undo" type="button" hidden>Undo</button></div>
<dialog id="ask" aria-labelledby="ask-title">
<h2 id="ask-title"></h2>
<p id="ask-about"></p>
<p id="ask-text" class="text"></p>
<form method="dialog" id="ask-answers" class="buttons"></form>
</dialog>
</body>
</html>
`;
  return page.toString();
};

/** Serves the editors' page and its files from `directory`, where `buildEdit` wrote them. */
export const createEdit = (directory: URL, options: Options): Route => {
  const policy = contentSecurityPolicyOf(options.filesOrigin);
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, policy);
  return {
    handle: async (request) =>
      request.pathParameters?.file === undefined
        ? respond(200, await renderPage(await readManifest(), options), {
            'cache-control': 'no-cache',
            'content-security-policy': policy,
            'x-robots-tag': 'noindex',
          })
        : file(request),
  };
};
