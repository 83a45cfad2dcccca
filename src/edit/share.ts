import { html } from 'hono/html';

/** Names of files, as in the manifest. */
export interface ShareFiles {
  readonly script: string;
  readonly style: string;
}

/** Renders the part of the editors' page that shares a file. Its script shows it. */
export const renderShare = ({ script, style }: ShareFiles) => html`
<link rel="stylesheet" href="/edit/${style}">
<script type="module" src="/edit/${script}"></script>
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
