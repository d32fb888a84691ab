// "Show Map of This File": the picture of the active file beside it. It follows the text, the cursor, and the editor that is active.

import * as path from 'node:path';
import {
  CancellationToken,
  CancellationTokenSource,
  Range,
  Selection,
  TextDocument,
  TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { isOurs } from './documents';

/** Milliseconds without a change before the picture is drawn anew. */
const PAUSE = 400;

/** What the page tells: that it is there, or which line was clicked. */
interface Told {
  ready?: boolean;
  line?: number;
}

/** Asks the server for the picture of an open document, as a page of HTML with a content security policy of its own. */
export type AskForPicture = (document: Uri, token: CancellationToken) => Promise<string>;

export class Pictures {
  private readonly subscriptions: { dispose(): unknown }[];
  private panel: WebviewPanel | undefined;
  private source: Uri | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: CancellationTokenSource | undefined;

  constructor(private readonly ask: AskForPicture) {
    this.subscriptions = [
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.source?.toString()) {
          clearTimeout(this.timer);
          this.timer = setTimeout(() => void this.draw(), PAUSE);
        }
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        if (this.panel !== undefined && editor !== undefined && isOurs(editor.document)) {
          this.turnTo(editor.document);
        }
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.follow(textEditor);
      }),
    ];
  }

  /** Show the picture of the active editor's document. */
  async show(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !isOurs(document)) {
      await window.showInformationMessage('Open a shell script, a Dockerfile, a Compose file or a Markdown document to see its map.');
      return;
    }
    if (this.panel === undefined) {
      const panel = window.createWebviewPanel(
        'persistlint.map',
        'Map',
        { viewColumn: ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [] },
      );
      panel.onDidDispose(() => {
        this.panel = undefined;
        this.source = undefined;
      });
      panel.webview.onDidReceiveMessage((told: Told) => {
        this.hear(told);
      });
      this.panel = panel;
    }
    this.turnTo(document);
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    this.panel?.dispose();
    this.subscriptions.forEach((each) => void each.dispose());
  }

  private turnTo(document: TextDocument): void {
    if (this.panel === undefined || this.source?.toString() === document.uri.toString()) {
      return;
    }
    this.source = document.uri;
    this.panel.title = `${path.posix.basename(document.uri.path)} (map)`;
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { panel, source } = this;
    if (panel === undefined || source === undefined) {
      return;
    }
    this.asking?.cancel();
    const asking = new CancellationTokenSource();
    this.asking = asking;
    try {
      const page = await this.ask(source, asking.token);
      if (this.panel === panel && this.asking === asking && page !== '') {
        panel.webview.html = page;
      }
    } catch (error) {
      if (!asking.token.isCancellationRequested) {
        panel.title = `There is no map: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
  }

  private hear(told: Told): void {
    const editor = this.editor();
    if (editor === undefined) {
      return;
    }
    if (told.ready === true) {
      this.follow(editor);
    } else if (typeof told.line === 'number' && told.line >= 1 && told.line <= editor.document.lineCount) {
      const range = new Range(told.line - 1, 0, told.line - 1, 0);
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  private follow(editor: TextEditor): void {
    if (this.panel !== undefined && editor.document.uri.toString() === this.source?.toString()) {
      void this.panel.webview.postMessage({ line: editor.selection.active.line + 1 });
    }
  }

  private editor(): TextEditor | undefined {
    return window.visibleTextEditors.find((each) => each.document.uri.toString() === this.source?.toString());
  }
}
