import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { stop as stopBuilder } from 'esbuild';
import { complain } from '../cli/complain.ts';
import { CommandError } from '../cli/errors.ts';
import type { Store } from '../cli/start/store.ts';
import type { TableProperties } from '../cli/start/table.ts';

/** The part of the Serverless Framework that is used here. */
interface Serverless {
  readonly serviceDir: string;
  readonly processedInput: { readonly commands: readonly string[] };
  readonly pluginManager: { readonly plugins: readonly object[] };
  readonly service: {
    readonly custom: { readonly store: string; readonly esbuild: { outputWorkFolder?: string } };
    readonly resources: { readonly Resources: { readonly Table: { readonly Properties: TableProperties } } };
  };
}

/** The part of serverless-offline that is used here. */
interface ServerlessOffline {
  internals(): { getApiGatewayServer(): { readonly info: { readonly host: string; readonly port: number } } };
}

/** Gives `serverless offline` a DynamoDB of its own. Does nothing for any other command. */
export default class LocalPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  readonly #serverless: Serverless;
  #store: Store | undefined;
  #token = '';

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    const { log } = console;
    this.hooks =
      serverless.processedInput.commands[0] === 'offline'
        ? {
            initialize: () => this.#moveBuild(),
            'before:offline:start': () => this.#start(),
            'before:offline:start:init': async () => {
              await this.#start();
              console.log = () => {}; // serverless-offline draws a box of routes with it, whatever the log level
            },
            'after:offline:start:init': () => {
              console.log = log;
            },
            'before:offline:start:ready': () => this.#announce(),
            'before:offline:start:end': () => this.#stop(),
            error: () => this.#stop(),
          }
        : {};
  }

  get #directory(): string {
    return resolve(this.#serverless.serviceDir, this.#serverless.service.custom.store);
  }

  get #buildDirectory(): string {
    return join(this.#directory, 'build');
  }

  /**
   * Builds beside the store, which one process at a time can hold: running copies don't overwrite each other's build,
   * nor does `serverless package`.
   */
  #moveBuild(): void {
    const { serviceDir, service } = this.#serverless;
    service.custom.esbuild.outputWorkFolder = relative(serviceDir, this.#buildDirectory);
  }

  async #start(): Promise<void> {
    // No other command needs them: a deployment loads neither dynalite nor its native parts.
    const [{ localCredentials }, { startStore }, { renewToken }] = await Promise.all([
      import('../cli/start/client.ts'),
      import('../cli/start/store.ts'),
      import('../cli/start/token.ts'),
    ]);
    const { Properties } = this.#serverless.service.resources.Resources.Table;
    try {
      this.#store = await startStore({ directory: this.#directory, tableProperties: Properties });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // The framework would add a headline, and print to standard output.
      complain(error.message);
      process.exit(error.exitCode);
    }
    // A build that fails would otherwise leave the last one to be served.
    await rm(this.#buildDirectory, { recursive: true, force: true });

    // A line for each request would soon push the addresses out of the terminal: an open page asks every two seconds.
    const logLevel = process.env.AWS_LAMBDA_LOG_LEVEL ?? 'WARN';
    // serverless-offline hands every AWS_ variable to the function: it gets the store's, and none of the developer's own.
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    process.env.AWS_LAMBDA_LOG_LEVEL = logLevel;
    process.env.AWS_ENDPOINT_URL_DYNAMODB = this.#store.endpoint;
    process.env.AWS_ACCESS_KEY_ID = localCredentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = localCredentials.secretAccessKey;

    this.#token = await renewToken(this.#directory, this.#store);
  }

  async #stop(): Promise<void> {
    await this.#store?.stop();
    // Left to notice by itself that this process has ended, esbuild sometimes prints a stack trace.
    await stopBuilder();
  }

  #announce(): void {
    const offline = this.#serverless.pluginManager.plugins.find(
      ({ constructor: { name } }) => name === 'ServerlessOffline',
    );
    const { host, port } = (offline as ServerlessOffline).internals().getApiGatewayServer().info;
    const bold = (text: string) => styleText('bold', text);
    const address = (path: string) => styleText('cyan', `http://${host}:${port}${path}`);
    console.log(`${bold('Saved String is running.')}

  Page        ${address('/')}
  Playground  ${address(`/graphql#token=${this.#token}`)}
  Token       ${this.#token}
  Stop        Ctrl-C
`);
  }
}
