// "Show Map of This File as Text": where every write lives and what destroys it, beside the text, renewed while one types.

import * as path from 'node:path';
import {
  CancellationToken,
  EventEmitter,
  TextDocument,
  TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { isOurs } from './documents';

const SCHEME = 'persistlint-map';

/** Milliseconds without a change before a map is renewed: VS Code puts texts that come in quick succession into one another. */
const PAUSE = 250;

/** Asks the server for the map of an open document. */
export type AskForMap = (document: Uri, token: CancellationToken) => Promise<string>;

export class Maps implements TextDocumentContentProvider {
  private readonly changed = new EventEmitter<Uri>();
  private readonly subscriptions: { dispose(): unknown }[];
  private readonly timers = new Map<string, NodeJS.Timeout>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly ask: AskForMap) {
    this.subscriptions = [
      this.changed,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.renew(document);
      }),
    ];
  }

  /** Show the map of the active editor's document. */
  async show(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !isOurs(document)) {
      await window.showInformationMessage('Open a shell script, a Dockerfile, a Compose file or a Markdown document to see its map.');
      return;
    }
    const map = await workspace.openTextDocument(mapOf(document));
    this.renew(document);
    await window.showTextDocument(map, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  async provideTextDocumentContent(uri: Uri, token: CancellationToken): Promise<string> {
    const source = workspace.textDocuments.find((each) => each.uri.toString() === uri.query);
    if (source === undefined) {
      return 'The file of this map is closed.\n';
    }
    try {
      return await this.ask(source.uri, token);
    } catch (error) {
      return `There is no map: ${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  dispose(): void {
    this.timers.forEach((timer) => {
      clearTimeout(timer);
    });
    this.subscriptions.forEach((each) => void each.dispose());
  }

  private renew(document: TextDocument): void {
    if (!isOurs(document)) {
      return;
    }
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      // Nothing is asked where the map isn't open: then VS Code doesn't come back for its text.
      this.changed.fire(mapOf(document));
    }, PAUSE);
    this.timers.set(key, timer);
  }
}

function mapOf(document: TextDocument): Uri {
  const name = path.posix.basename(document.uri.path);
  return Uri.from({ scheme: SCHEME, path: `/${name} (map)`, query: document.uri.toString() });
}
