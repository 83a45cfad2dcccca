import { request } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { type AskFiles, beginUpload, completeUpload, isOver, sendParts, type Upload } from '../client/upload.ts';
import { send, toWords } from './api.ts';
import { byId } from './dom.ts';
import { hashPart, putPart } from './put-part.ts';
import { createCell, storedToken } from './storage.ts';
import { formatTime, toField } from './times.ts';

/** An upload with what tells its file from others. */
interface FileUpload extends Upload, Pick<File, 'name' | 'size' | 'lastModified'> {}

/** A file that is there for everyone with its link. */
interface SharedFile {
  readonly name: string;
  /** A path on this site. */
  readonly link: string;
  /** RFC 3339. */
  readonly until: string;
}

/** The upload that a reload of the page continues when the same file is chosen again. */
const storedUpload = createCell<FileUpload>('upload');

const isOf = (file: File | undefined, { name, size, lastModified }: FileUpload): boolean =>
  file?.name === name && file.size === size && file.lastModified === lastModified;

const askFiles: AskFiles = (method, path, body, signal) =>
  request(send, method, `files${path}`, { token: storedToken.read(), body, signal });

const HOUR_SECONDS = 3_600;
const LONGEST_SECONDS = 12 * 24 * HOUR_SECONDS;

/** How often to look whether the text takes the link: it does not while it is saved. */
const LOOK_MS = 100;

const input = byId<HTMLInputElement>('share-file');
const amount = byId<HTMLInputElement>('share-amount');
const unit = byId<HTMLSelectElement>('share-unit');
const status = byId('share-status');
const bar = byId<HTMLProgressElement>('share-bar');
const text = byId<HTMLTextAreaElement>('text');
const until = byId<HTMLInputElement>('until');
let upload = storedUpload.read();
let running: AbortController | undefined;

/** Says it beside the upload: the page's own region is for what becomes of the text. */
const tell = (sentence: string, tone = 'neutral'): void => {
  status.textContent = sentence;
  status.className = `message ${tone}`;
};

const show = (): void => {
  byId('share-start').textContent = running ? 'Pause' : upload ? 'Resume' : 'Upload';
  byId('share-cancel').hidden = !upload;
  byId('share-progress').hidden = !running && !upload;
  input.disabled = Boolean(running);
  amount.disabled = unit.disabled = Boolean(running ?? upload);
};

const showProgress = (bytes: number, size: number): void => {
  [bar.max, bar.value] = [size, bytes];
  const [sent, all] = [bytes, size].map((count) => (count / 1024 ** 2).toFixed(1));
  byId('share-sent').textContent = `${sent} of ${all} MiB`;
};

const keep = (next: FileUpload | undefined): void => {
  upload = next;
  storedUpload.write(next);
};

const begin = async ({ name, size, lastModified, type }: File, seconds: number): Promise<FileUpload> => {
  const announced = { name, size, type: type.split(';')[0] || 'application/octet-stream', seconds };
  return { ...(await beginUpload(askFiles, announced)), name, size, lastModified };
};

/** @throws Refusal, the signal's reason, or a DOMException if the file can't be read. */
const finish = async (file: File, begun: FileUpload, signal: AbortSignal): Promise<SharedFile> => {
  const read = (start: number, end: number) => file.slice(start, end).arrayBuffer();
  await sendParts({
    ask: askFiles,
    upload: begun,
    size: file.size,
    // 32 MiB together.
    readers: [read, read],
    hash: hashPart,
    put: putPart,
    keep: () => storedUpload.write(begun),
    onProgress: (bytes) => showProgress(bytes, file.size),
    signal,
  });
  return completeUpload(askFiles, begun, signal);
};

/** Puts the link where the cursor is, and lets the string end no later than the file. */
const insert = async ({ name, link, until: end }: SharedFile): Promise<void> => {
  while (text.readOnly) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const { selectionStart, selectionEnd, value } = text;
  const space = /\S$/.test(value.slice(0, selectionStart)) ? ' ' : '';
  text.setRangeText(`${space}${new URL(`.${link}`, location.href)}`, selectionStart, selectionEnd, 'end');
  if (until.value === '' || until.value > toField(end)) until.value = toField(end);
  byId<HTMLSelectElement>('ends').value = 'time';
  for (const field of [byId('ends'), until, text]) field.dispatchEvent(new Event('input', { bubbles: true }));
  const sentence = `${name} is shared until ${formatTime(end)}, and its link is in the text.`;
  tell(`${sentence} Save it: the string ends with the file.`, 'good');
};

const tellFailure = (error: unknown): void => {
  if (error instanceof DOMException) {
    tell('The file changed, or can’t be read. Cancel the upload, and choose the file again.', 'bad');
    return;
  }
  if (!(error instanceof Refusal)) throw error;
  if (isOver(error)) keep(undefined);
  const advice = error.code === 'UNAUTHENTICATED' ? ' Sign out, and sign in with another token.' : '';
  tell(`${toWords(error.message)}${advice}${upload ? ' Then press Resume: what is sent is kept.' : ''}`, 'bad');
};

const start = async (): Promise<void> => {
  const file = input.files?.[0];
  if (upload && !isOf(file, upload)) {
    return tell(`Choose ${upload.name} again and press Resume, or cancel its upload.`, 'bad');
  }
  if (!file) return tell('Choose a file first.', 'bad');
  const seconds = Math.round(amount.valueAsNumber * Number(unit.value));
  if (!(seconds >= HOUR_SECONDS && seconds <= LONGEST_SECONDS)) {
    tell('A file can be shared for one hour to 12 days.', 'bad');
    return amount.focus();
  }
  const run = new AbortController();
  running = run;
  show();
  tell(`Sending ${file.name}…`);
  try {
    const begun = upload ?? (await begin(file, seconds));
    keep(begun);
    show();
    run.signal.throwIfAborted();
    const shared = await finish(file, begun, run.signal);
    keep(undefined);
    input.value = '';
    await insert(shared);
  } catch (error) {
    if (run.signal.aborted) return;
    tellFailure(error);
  } finally {
    if (running === run) running = undefined;
    show();
  }
};

const stop = (): void => {
  running?.abort();
  running = undefined;
  show();
};

const cancel = async (): Promise<void> => {
  stop();
  tell('Cancelling…');
  try {
    await askFiles('DELETE', `/${upload?.id}`);
    keep(undefined);
    tell('The upload is cancelled.');
    byId('share-start').focus();
  } catch (error) {
    tellFailure(error);
  } finally {
    show();
  }
};

byId('share-start').addEventListener('click', () => {
  if (!running) return void start();
  stop();
  tell('Paused. What is sent is kept.');
});
byId('share-cancel').addEventListener('click', cancel);
for (const name of ['dragover', 'drop'] as const) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    if (name === 'drop' && !running) input.files = event.dataTransfer.files;
  });
}
addEventListener('beforeunload', (event) => {
  if (running) event.preventDefault();
});
if (upload) {
  const { name, size, sent, partSize } = upload;
  showProgress(Math.min(size, sent.length * partSize), size);
  tell(`${name} is sent in part. Choose it again and press Resume, or cancel its upload.`);
}
show();
// Only then the browser computes checksums.
byId('share').hidden = !isSecureContext;
