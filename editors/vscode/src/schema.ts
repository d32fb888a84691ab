// The schema of persistlint.toml for the extension "Even Better TOML".
//
// That extension passes the `url` of a `tomlValidation` contribution on to its server as it stands, so a file inside of this extension can't
// be named in package.json. With the user's consent the copy that comes with the extension is associated
// instead. It is first copied to a place whose name doesn't change with the extension's version.

import * as path from 'node:path';
import { ConfigurationTarget, ExtensionContext, extensions, FileType, TextDocument, Uri, window, workspace } from 'vscode';

const TOML_EXTENSION = 'tamasfe.even-better-toml';
const FILE = '.*/persistlint\\.toml';
const DECLINED = 'persistlint.schemaDeclined';

/** After an update of the extension: what Even Better TOML reads is the schema of this version. */
export async function renewSchema(context: ExtensionContext): Promise<void> {
  if (FILE in associations()) {
    await keepSchema(context);
  }
}

/** Copy the schema to where it may stay; its address. */
async function keepSchema(context: ExtensionContext): Promise<Uri> {
  const from = Uri.file(context.asAbsolutePath(path.join('schemas', 'persistlint.schema.json')));
  const to = Uri.joinPath(context.globalStorageUri, 'persistlint.schema.json');
  const wanted = await workspace.fs.readFile(from);
  const isThere = await workspace.fs.stat(to).then(
    ({ type }) => type === FileType.File,
    () => false,
  );
  if (!isThere || Buffer.compare(await workspace.fs.readFile(to), wanted) !== 0) {
    await workspace.fs.writeFile(to, wanted);
  }
  return to;
}

/** Offer the association when a settings file is opened for the first time. */
export async function offerSchema(context: ExtensionContext, document: TextDocument): Promise<void> {
  if (
    path.posix.basename(document.uri.path) !== 'persistlint.toml' ||
    extensions.getExtension(TOML_EXTENSION) === undefined ||
    context.globalState.get(DECLINED) === true ||
    FILE in associations()
  ) {
    return;
  }
  const [yes, never] = ['Associate', "Don't Ask Again"];
  const answer = await window.showInformationMessage(
    'Let Even Better TOML check persistlint.toml and complete its keys without a network? This adds one entry to your user settings ' +
      '(evenBetterToml.schema.associations).',
    yes,
    never,
  );
  if (answer === never) {
    await context.globalState.update(DECLINED, true);
  } else if (answer === yes) {
    await associateSchema(context);
  }
}

/** Make the entry in the user's settings. */
export async function associateSchema(context: ExtensionContext): Promise<void> {
  const schema = await keepSchema(context);
  const configuration = workspace.getConfiguration('evenBetterToml');
  if (configuration.inspect('schema.associations') === undefined || extensions.getExtension(TOML_EXTENSION) === undefined) {
    await window.showInformationMessage(
      `Even Better TOML (${TOML_EXTENSION}) is not installed. Any other TOML language server can use the schema ${schema.toString()}.`,
    );
    return;
  }
  await configuration.update(
    'schema.associations',
    { ...associations(), [FILE]: schema.toString() },
    ConfigurationTarget.Global,
  );
}

function associations(): Record<string, string> {
  return workspace.getConfiguration('evenBetterToml').get<Record<string, string>>('schema.associations', {});
}
