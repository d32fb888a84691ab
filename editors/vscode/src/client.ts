// The language client: one server, started, restarted and stopped in order.

import { CancellationToken, commands, ExtensionContext, LogOutputChannel, Uri, window, workspace } from 'vscode';
import {
  ExecuteCommandRequest,
  LanguageClient,
  LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient/node';
import { JSON_FILES, LANGUAGES, SCHEMES, YAML } from './documents';
import { locate, NoServer, Origin, Server } from './locate';
import { ANSWER_LIMIT, run } from './processes';
import { Status } from './status';

const ORIGINS: Record<Origin, string> = {
  setting: 'from the setting persistlint.path',
  workspace: "from the workspace's virtual environment",
  path: 'from PATH',
  environment: 'from its own environment',
  bundled: 'the copy in the extension',
};

export class Client {
  private client: LanguageClient | undefined;
  private found: Promise<Server> | undefined;
  /** Starts and stops follow one another: a restart during a start waits for it. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly status: Status,
  ) {}

  /** The program that answers, looked for once a start. */
  server(): Promise<Server> {
    this.found ??= locate(this.context);
    return this.found;
  }

  /** Stop what runs and start again, with what the settings say now. */
  restart(): Promise<void> {
    this.queue = this.queue.then(async () => {
      await this.stopNow();
      await this.startNow();
    });
    return this.queue;
  }

  stop(): Promise<void> {
    this.queue = this.queue.then(() => this.stopNow());
    return this.queue;
  }

  /** The map of an open document as text, from the server that runs. */
  map(document: Uri, token: CancellationToken): Promise<string> {
    return this.execute('persistlint.map', document, token);
  }

  /** The picture of an open document as a page of HTML. */
  picture(document: Uri, token: CancellationToken): Promise<string> {
    return this.execute('persistlint.picture', document, token);
  }

  private async execute(command: string, document: Uri, token: CancellationToken): Promise<string> {
    if (this.client === undefined) {
      throw new Error('the persistlint server is not running');
    }
    return this.client.sendRequest(
      ExecuteCommandRequest.type,
      { command, arguments: [document.toString()] },
      token,
    ) as Promise<string>;
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.found = undefined;
    // `dispose` also stops, but fails where the server never came up.
    await client?.dispose(2_000).catch((error: unknown) => {
      this.log.warn(`while stopping: ${String(error)}`);
    });
  }

  private async startNow(): Promise<void> {
    if (!workspace.getConfiguration('persistlint').get<boolean>('enable', true)) {
      this.status.set({ kind: 'stopped' });
      return;
    }
    this.status.set({ kind: 'starting' });
    let server: Server;
    try {
      server = await this.server();
    } catch (error) {
      this.failed(error instanceof NoServer ? error.message : String(error));
      return;
    }
    const { command, args, origin } = server;
    this.log.info(`starting ${[command, ...args, 'server'].join(' ')} (${ORIGINS[origin]})`);
    const client = new LanguageClient(
      'persistlint',
      'persistlint',
      { command, args: [...args, 'server'] },
      this.options(server),
    );
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      const info = client.initializeResult?.serverInfo;
      if (newState === State.Running) {
        this.status.set({
          kind: 'running',
          version: `persistlint ${info?.version ?? ''}`.trim(),
          where: ORIGINS[origin],
        });
      } else if (newState === State.Stopped) {
        this.status.set({ kind: 'failed', why: 'The persistlint server has stopped.' });
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      const version = await run(command, [...args, '--version'], { limit: ANSWER_LIMIT });
      const said = version.status === 0 ? version.stdout.trim() : `${command}: ${version.stderr.trim()}`;
      this.failed(`The persistlint server didn't start (${said}, ${ORIGINS[origin]}): ${String(error)}`);
    }
  }

  private options(server: Server): LanguageClientOptions {
    const languages = LANGUAGES.filter(
      (each) => (server.markdown || each !== 'markdown') && (server.yaml || !YAML.includes(each)),
    );
    return {
      documentSelector: [
        ...SCHEMES.flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
        // Whatever language an extension makes of TOML: a wrong setting is shown where it is written.
        { scheme: 'file', pattern: '**/{persistlint,pyproject}.toml' },
        ...(server.yaml ? [{ scheme: 'file', pattern: JSON_FILES }] : []),
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () =>
        withTrust(workspace.getConfiguration().get<Record<string, unknown>>('persistlint', {})),
      middleware: {
        workspace: {
          // The server is told and asks about trust where it hears about settings. Those of the workspace may not answer for VS Code.
          async configuration(params, token, next) {
            const values = await next(params, token);
            return Array.isArray(values)
              ? values.map((value: unknown, index) =>
                  params.items[index]?.section === 'persistlint' ? withTrust(value) : value,
                )
              : values;
          },
          // It asks for what is different; the message needs no values.
          didChangeConfiguration: (_sections, next) => next(undefined),
        },
      },
      markdown: { supportHtml: false },
    };
  }

  private failed(why: string): void {
    this.log.error(why);
    this.status.set({ kind: 'failed', why });
    const [output, settings] = ['Show Output', 'Open Settings'];
    // Not awaited: a restart mustn't wait until someone has closed the message.
    void window.showErrorMessage(why, output, settings).then(async (answer) => {
      if (answer === output) {
        this.log.show();
      } else if (answer === settings) {
        await commands.executeCommand('workbench.action.openSettings', 'persistlint.');
      }
    });
  }
}

/** The settings with what VS Code says of the workspace, whatever the settings themselves say. */
function withTrust(settings: unknown): Record<string, unknown> {
  return { ...(typeof settings === 'object' ? settings : {}), trusted: workspace.isTrusted };
}
