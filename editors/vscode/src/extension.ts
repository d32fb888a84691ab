// The extension's beginning and end.

import { commands, ConfigurationChangeEvent, ExtensionContext, TextDocument, window, workspace } from 'vscode';
import { Client } from './client';
import { createEnvironment, offerRenewal } from './environment';
import { offerMarkdown } from './markdown';
import { Maps } from './map';
import { Pictures } from './picture';
import { associateSchema, offerSchema, renewSchema } from './schema';
import { Status } from './status';

/** Settings that decide which program runs; the server itself is told about all others. */
const RESTART = ['persistlint.enable', 'persistlint.path', 'persistlint.interpreter'];

const EXAMPLE = `#!/bin/sh
# Start the shop's database. Where does its data live?
docker run -d --name shop-db \\
    -e POSTGRES_PASSWORD=secret \\
    postgres:16-alpine
`;

let client: Client | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('persistlint', { log: true });
  const status = new Status();
  const started = new Client(context, log, status);
  client = started;
  const maps = new Maps((document, token) => started.map(document, token));
  const pictures = new Pictures((document, token) => started.picture(document, token));
  const opened = (document: TextDocument) => {
    void offerSchema(context, document);
    void offerMarkdown(context, document, () => started.server());
  };
  context.subscriptions.push(
    log,
    status,
    maps,
    pictures,
    commands.registerCommand('persistlint.restart', () => started.restart()),
    commands.registerCommand('persistlint.showMap', () => pictures.show()),
    commands.registerCommand('persistlint.showMapAsText', () => maps.show()),
    commands.registerCommand('persistlint.fixAll', () =>
      commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.persistlint', apply: 'first' }),
    ),
    commands.registerCommand('persistlint.showOutput', () => {
      log.show();
    }),
    commands.registerCommand('persistlint.createEnvironment', async () => {
      if (await createEnvironment(context, log)) {
        await Promise.all([started.restart(), renewSchema(context)]);
      }
    }),
    commands.registerCommand('persistlint.associateSchema', () => associateSchema(context)),
    commands.registerCommand('persistlint.openExample', async () => {
      const document = await workspace.openTextDocument({ language: 'shellscript', content: EXAMPLE });
      await window.showTextDocument(document);
    }),
    workspace.onDidOpenTextDocument(opened),
    workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
      if (RESTART.some((each) => event.affectsConfiguration(each))) {
        void started.restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => started.restart()),
  );
  await Promise.all([started.restart(), renewSchema(context)]);
  workspace.textDocuments.forEach(opened);
  const origin = await started.server().then(
    (server) => server.origin,
    () => undefined,
  );
  if (origin === 'environment') {
    // Not awaited: the extension is ready, whatever the answer.
    void offerRenewal(context);
  }
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
