import { Refusal } from '../client/refusal.ts';
import { takeLinkedToken } from '../playground/linked-token.ts';
import type { Api, Viewer } from './api.ts';
import { byId, say } from './dom.ts';
import { storedToken } from './tab-storage.ts';
import { formatDay } from './times.ts';

/** When the end of a token is worth a warning. */
const SOON_MS = 14 * 86_400_000;

const NEW_TOKEN = 'For a new one, ask whoever runs this site.';

const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

interface Dependencies {
  readonly api: Api;
  /** Called when an editor signs in or out. */
  onChange(viewer: Viewer | undefined): void;
}

/** Lets an editor in, and out again. The token is in this tab's storage and nowhere else. */
export const createSignIn = ({ api, onChange }: Dependencies) => {
  const section = byId('sign-in');
  const form = section.querySelector('form') as HTMLFormElement;
  const token = form.elements.namedItem('token') as HTMLInputElement;
  const session = byId('session');
  const status = byId('sign-in-status');

  const show = (viewer: Viewer | undefined) => {
    section.hidden = viewer !== undefined;
    session.hidden = viewer === undefined;
    if (viewer) {
      const isSoon = Date.parse(viewer.expiresAt) - Date.now() < SOON_MS;
      byId('who').textContent =
        `You are ${viewer.name}. Your token ends on ${formatDay(viewer.expiresAt)}.${isSoon ? ` ${NEW_TOKEN}` : ''}`;
      byId('who').classList.toggle('warning', isSoon);
      // Password managers have seen it by now; here it is in the tab's storage only.
      form.reset();
    }
    onChange(viewer);
  };

  /** Signs out because the token is refused, and says why. */
  const refuse = ({ message }: Refusal) => {
    storedToken.write(undefined);
    show(undefined);
    say(status, `${message} ${NEW_TOKEN}`, 'bad');
    token.focus();
  };

  const enter = async (given: string) => {
    say(status, 'Signing in…');
    try {
      const viewer = await api.readViewer(given);
      if (!viewer) return;
      storedToken.write(given);
      say(status, '');
      show(viewer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'UNAUTHENTICATED') return refuse(error);
      section.hidden = false;
      say(status, `${error.message} Try again in a moment.`, 'bad');
    }
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await enter(token.value.trim());
    if (section.hidden) byId('text').focus();
  });
  byId('sign-out').addEventListener('click', () => {
    storedToken.write(undefined);
    show(undefined);
    say(status, 'You are signed out.');
    token.focus();
  });

  return {
    refuse,
    /**
     * Signs in by the tab's token, or by a link of this machine.
     *
     * @param shown The form waits for it, so that nothing moves when what is above appears.
     */
    resume: async (shown: Promise<void>): Promise<void> => {
      const linked = takeLinkedToken();
      const known = (isLocal && linked) || storedToken.read();
      if (known !== undefined) return enter(known);
      await shown;
      show(undefined);
      if (linked !== undefined)
        say(status, 'A link can’t sign you in here, because browsers keep links. Paste the token.');
    },
  };
};
