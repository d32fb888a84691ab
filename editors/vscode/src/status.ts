// The item in the status bar: how many findings the shown file and the whole workspace have, and whether the server runs.

import * as path from 'node:path';
import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  MarkdownString,
  StatusBarAlignment,
  StatusBarItem,
  ThemeColor,
  Uri,
  window,
} from 'vscode';
import { isOurs } from './documents';

export type State =
  | { kind: 'starting' }
  | { kind: 'running'; version: string; where: string }
  | { kind: 'stopped' }
  | { kind: 'failed'; why: string };

export class Status {
  private readonly item: StatusBarItem;
  private readonly subscriptions: { dispose(): unknown }[];
  private state: State = { kind: 'starting' };

  constructor() {
    this.item = window.createStatusBarItem('persistlint', StatusBarAlignment.Right, 90);
    this.item.name = 'persistlint';
    const draw = () => {
      this.draw();
    };
    this.subscriptions = [
      this.item,
      languages.onDidChangeDiagnostics(draw),
      window.onDidChangeActiveTextEditor(draw),
    ];
    this.draw();
  }

  set(state: State): void {
    this.state = state;
    this.draw();
  }

  dispose(): void {
    for (const each of this.subscriptions) {
      each.dispose();
    }
  }

  private draw(): void {
    const document = window.activeTextEditor?.document;
    const { item, state } = this;
    const tooltip = new MarkdownString('', true);
    tooltip.isTrusted = true;
    item.backgroundColor = undefined;
    item.command = 'workbench.actions.view.problems';
    switch (state.kind) {
      case 'starting':
        item.text = '$(loading~spin) persistlint';
        tooltip.appendMarkdown('persistlint is starting');
        break;
      case 'stopped':
        item.text = '$(circle-slash) persistlint';
        tooltip.appendMarkdown('persistlint is switched off (`persistlint.enable`)');
        item.command = { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['persistlint.enable'] };
        break;
      case 'failed':
        item.text = '$(error) persistlint';
        item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
        item.command = 'persistlint.showOutput';
        tooltip.appendText(state.why);
        break;
      case 'running': {
        const here = document === undefined ? [] : ours(languages.getDiagnostics(document.uri));
        const all = languages.getDiagnostics().map(([uri, list]): [Uri, Diagnostic[]] => [uri, ours(list)]);
        const everywhere = all.flatMap(([, list]) => list);
        const files = all.filter(([, list]) => list.length > 0).length;
        item.text = `$(database) ${here.length}`;
        if (here.some((each) => each.severity === DiagnosticSeverity.Error)) {
          item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
        }
        if (document !== undefined) {
          tooltip.appendText(`${path.basename(document.uri.path)}: ${counts(here)}\n\n`);
        }
        tooltip.appendText(`All files: ${counts(everywhere)} in ${plural(files, 'file')}\n\n`);
        tooltip.appendText(`${state.version}, ${state.where}\n\n`);
      }
    }
    tooltip.appendMarkdown(
      '\n\n[Map of this file](command:persistlint.showMap) · [Restart](command:persistlint.restart) · [Output](command:persistlint.showOutput)',
    );
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: `persistlint: ${item.text.replace(/\$\([^)]*\) ?/, '')}` };
    if (state.kind === 'failed' || (document !== undefined && isOurs(document))) {
      item.show();
    } else {
      item.hide();
    }
  }
}

function ours(list: readonly Diagnostic[]): Diagnostic[] {
  return list.filter((each) => each.source === 'persistlint');
}

const KINDS: [DiagnosticSeverity, string][] = [
  [DiagnosticSeverity.Error, 'error'],
  [DiagnosticSeverity.Warning, 'warning'],
  [DiagnosticSeverity.Information, 'information'],
  [DiagnosticSeverity.Hint, 'hint'],
];

/** For example `1 error, 2 warnings`. */
function counts(list: readonly Diagnostic[]): string {
  const parts = KINDS.map(([severity, name]): [number, string] => [
    list.filter((each) => each.severity === severity).length,
    name,
  ]).filter(([count]) => count > 0);
  return parts.length === 0 ? 'no findings' : parts.map(([count, name]) => plural(count, name)).join(', ');
}

function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 || name === 'information' ? '' : 's'}`;
}
