import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running copy, as it reports itself. */
interface Announcement {
  /** Without a final slash. */
  readonly url: string;
  /** The token of an editor. */
  readonly token: string;
}

export interface LocalServer extends Announcement {
  /** The folder of its store. */
  readonly directory: string;
  /** Returns the text that it has printed to standard error so far. */
  errors(): string;
  /** Saves a string as an editor; rejects unless the server acknowledged it. */
  save(value: string, token?: string): Promise<void>;
  /** Stops it like Ctrl-C on a terminal, and resolves when its last process has gone. */
  stop(): Promise<Exit>;
  /** Kills all its processes with `kill -9`. */
  kill(): Promise<Exit>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Surroundings {
  /** The project's folder; this project by default. */
  readonly project?: string;
  /** Variables in addition to those of the tests' own process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `npm start -- ARGS` in a process group of its own. */
export const start = (args: readonly string[], { project = root, env }: Surroundings = {}) => {
  const child = spawn(process.execPath, [join(project, 'cli/saved-string.mjs'), 'start', ...args], {
    // Jest asks its workers for colour when it runs on a terminal.
    // Of a scratch project, nothing is worth keeping.
    env: {
      ...process.env,
      FORCE_COLOR: undefined,
      ...(project !== root && { NODE_DISABLE_COMPILE_CACHE: '1' }),
      ...env,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const announcement = new Promise<Announcement | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const [, url, token] = /^ +Page +(\S+)\/\n(?:.*\n)*? +Token +(\S+)\n/m.exec(stdout) ?? [];
      if (url !== undefined && token !== undefined) resolve({ url, token });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('close', () => resolve(undefined));
  });
  // 'close', unlike 'exit', waits for every process that can still print, including child processes.
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const send = (signal: NodeJS.Signals): Promise<Exit> => {
    const group = child.pid;
    if (group !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-group, signal);
    return exit;
  };
  return { announcement, exit, send, errors: () => stderr };
};

/** Starts a copy on a free port and waits until it answers. */
export const startLocalServer = async ({
  directory,
  args = [],
  ...surroundings
}: Surroundings & { directory: string; args?: readonly string[] }): Promise<LocalServer> => {
  const { announcement, exit, send, errors } = start(['--port', '0', '--store', directory, ...args], surroundings);
  const announced = await announcement;
  if (!announced) {
    const { code, stdout, stderr } = await exit;
    throw new Error(`It did not start (exit code ${code}):\n${stdout}${stderr}`);
  }
  const save = async (value: string, token = announced.token): Promise<void> => {
    const query = 'mutation ($value: String!) { setSavedString(value: $value) { version } }';
    const answer = await fetch(`${announced.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { value } }),
    });
    if (answer.status !== 200) throw new Error(`Saving failed: ${answer.status} ${await answer.text()}`);
  };
  return { ...announced, directory, errors, save, stop: () => send('SIGINT'), kill: () => send('SIGKILL') };
};

/** Starts a copy with a new, empty store, which is removed when it stops. */
export const startEmptyServer = async (args: readonly string[] = []): Promise<LocalServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const server = await startLocalServer({ directory, args });
  const andRemove = async (exit: Promise<Exit>) => {
    const result = await exit;
    await rm(directory, { recursive: true });
    return result;
  };
  return { ...server, stop: () => andRemove(server.stop()), kill: () => andRemove(server.kill()) };
};
