import type { Refusal } from '../client/refusal.ts';
import { takeLinkedToken } from '../playground/linked-token.ts';
import { type Api, refused, type Viewer } from './api.ts';
import { byId, say } from './dom.ts';
import { storedToken } from './storage.ts';
import { formatDay } from './times.ts';

/** When the end of a token is worth a warning. */
const SOON_MS = 7 * 86_400_000;

const NEW_TOKEN = 'For a new one, ask the person who runs this site.';

const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

interface Dependencies {
  readonly api: Api;
  /** Called when an editor signs in or out. */
  onChange(viewer: Viewer | undefined): void;
  /** Called before an editor signs out, who may think better of it. */
  mayLeave(): Promise<boolean>;
}

/** Lets an editor in, and out again. */
export const createSignIn = ({ api, onChange, mayLeave }: Dependencies) => {
  const section = byId('sign-in');
  const form = section.querySelector('form') as HTMLFormElement;
  const token = form.elements.namedItem('token') as HTMLInputElement;
  const keep = form.elements.namedItem('keep') as HTMLInputElement;
  const session = byId('session');
  const endsSoon = byId('ends-soon');

  const show = (viewer: Viewer | undefined) => {
    section.hidden = viewer !== undefined;
    session.hidden = viewer === undefined;
    const isSoon = viewer && Date.parse(viewer.expiresAt) - Date.now() < SOON_MS;
    endsSoon.textContent = isSoon ? `Your token ends on ${formatDay(viewer.expiresAt)}. ${NEW_TOKEN}` : '';
    if (viewer) {
      byId('who').textContent = `You are ${viewer.name}.`;
      // Password managers have seen it by now; here it is in the storage only.
      form.reset();
    }
    onChange(viewer);
  };

  const leave = (sentence: string, tone?: 'bad') => {
    storedToken.write(undefined);
    show(undefined);
    say(sentence, tone);
    token.focus();
  };

  /** Signs out because the token is refused, and says why. */
  const refuse = ({ message }: Refusal) => leave(`${message} ${NEW_TOKEN}`, 'bad');

  const enter = async (given: string, isKept: boolean) => {
    say('Signing in…');
    await api.readViewer(given).then(
      (viewer) => {
        say('');
        if (!viewer) return;
        storedToken.write(given, isKept);
        show(viewer);
      },
      refused((refusal) => {
        if (refusal.code === 'UNAUTHENTICATED') return refuse(refusal);
        section.hidden = false;
        say(`${refusal.message} Try again in a moment.`, 'bad');
      }),
    );
  };

  /** Signs in by a link of this machine. */
  const follow = async (): Promise<void> => {
    const linked = takeLinkedToken();
    if (linked === undefined) return;
    if (isLocal) await enter(linked, storedToken.isKept());
    else say('A link can’t sign you in here, because browsers keep links. Paste the token.');
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    // The whole link may be pasted, too.
    await enter(token.value.trim().replace(/.*=/, ''), keep.checked);
    if (section.hidden) byId('text').focus();
  };
  byId('sign-out').onclick = async () => (await mayLeave()) && leave('You are signed out.');
  addEventListener('hashchange', follow);
  // Another tab of this browser signed out.
  addEventListener('storage', ({ key, newValue }) => {
    if (key === storedToken.key && newValue === null && storedToken.read() === undefined) show(undefined);
  });
  byId('insecure').hidden = isSecureContext;

  return {
    refuse,
    /**
     * Signs in by the stored token, or by a link of this machine.
     *
     * @param shown The form waits for it, so that nothing moves when what is above appears.
     */
    resume: async (shown: Promise<void>): Promise<void> => {
      const known = storedToken.read();
      const isLinked = location.hash.includes('token=') && isLocal;
      if (!isLinked && known !== undefined) await enter(known, storedToken.isKept());
      else if (!isLinked) {
        await shown;
        show(undefined);
      }
      await follow();
    },
  };
};
