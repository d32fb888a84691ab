// The copy of persistlint that comes with the extension has no native parts, and Markdown and YAML need them: say so once, where it matters.

import { commands, ExtensionContext, TextDocument, Uri, window } from 'vscode';
import { isOurs, YAML } from './documents';
import { Server } from './locate';

const DECLINED = 'persistlint.markdownDeclined';
/** It comes with the extension: what leads to a page in the net may lead nowhere. */
const PAGE = 'media/native.md';
let asked = false;

export async function offerMarkdown(
  context: ExtensionContext,
  document: TextDocument,
  server: () => Promise<Server>,
): Promise<void> {
  const yaml = YAML.includes(document.languageId);
  const about = yaml ? isOurs(document) : document.languageId === 'markdown' && document.getText().includes('docker');
  if (asked || !about || context.globalState.get(DECLINED) === true) {
    return;
  }
  const readable = await server().then(
    (found) => (yaml ? found.yaml : found.markdown),
    () => true, // without a server there is something else to be said first
  );
  if (readable) {
    return;
  }
  asked = true;
  const [create, how, never] = ['Create Environment…', 'Other Ways', "Don't Ask Again"];
  const answer = await window.showInformationMessage(
    `${yaml ? 'Compose files need' : 'Markdown needs'} tree-sitter, which is a native library and not part of the extension. ` +
      'persistlint can create a Python environment of its own for it.',
    create,
    how,
    never,
  );
  if (answer === create) {
    await commands.executeCommand('persistlint.createEnvironment');
  } else if (answer === how) {
    await commands.executeCommand(
      'vscode.openWith',
      Uri.joinPath(context.extensionUri, PAGE),
      'vscode.markdown.preview.editor',
    );
  } else if (answer === never) {
    await context.globalState.update(DECLINED, true);
  }
}
