import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { stop as stopBuilder } from 'esbuild';
import { complain } from '../cli/complain.ts';
import { CommandError } from '../cli/errors.ts';
import type { Store } from '../cli/start/store.ts';
import type { TableProperties } from '../cli/start/table.ts';

/** The part of the Serverless Framework that this plugin uses. */
interface Serverless {
  readonly serviceDir: string;
  readonly processedInput: { readonly commands: readonly string[] };
  readonly pluginManager: { readonly plugins: readonly object[] };
  readonly service: {
    readonly custom: { readonly store: string; readonly esbuild: { outputWorkFolder?: string } };
    readonly resources: { readonly Resources: { readonly Table: { readonly Properties: TableProperties } } };
  };
}

/** The part of serverless-offline that this plugin uses. */
interface ServerlessOffline {
  internals(): { getApiGatewayServer(): { readonly info: { readonly host: string; readonly port: number } } };
}

/** Starts a local DynamoDB for `serverless offline`. Does nothing for other commands. */
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
              console.log = () => {}; // Silences the box of routes that serverless-offline draws at any log level
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
   * Builds next to the store, which only one process can hold. So running copies and `serverless package` never
   * overwrite
   * each other's build.
   */
  #moveBuild(): void {
    const { serviceDir, service } = this.#serverless;
    service.custom.esbuild.outputWorkFolder = relative(serviceDir, this.#buildDirectory);
  }

  async #start(): Promise<void> {
    // Loaded late: a deployment needs neither dynalite nor its native parts.
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
      // The framework would add a headline and print to standard output.
      complain(error.message);
      process.exit(error.exitCode);
    }
    // Without this, a failed build would leave the last one to be served.
    await rm(this.#buildDirectory, { recursive: true, force: true });

    // A line per request would soon push the addresses off the terminal: an open page polls every two seconds.
    const logLevel = process.env.AWS_LAMBDA_LOG_LEVEL ?? 'WARN';
    // serverless-offline passes every AWS_ variable to the function. It must get the store's, and none of the
    // developer's own.
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    process.env.AWS_LAMBDA_LOG_LEVEL = logLevel;
    process.env.AWS_ENDPOINT_URL_DYNAMODB = this.#store.endpoint;
    process.env.AWS_ACCESS_KEY_ID = localCredentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = localCredentials.secretAccessKey;

    this.#token = await renewToken(this.#directory, this.#store);
  }

  async #stop(): Promise<void> {
    await this.#store?.stop();
    // esbuild sometimes prints a stack trace when it has to notice the end of this process itself.
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
