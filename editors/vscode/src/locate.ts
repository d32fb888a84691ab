// Where the server comes from.

import { access, constants, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { ExtensionContext, workspace } from 'vscode';
import { environmentExecutable } from './environment';
import { fileOf, inEnvironments, isPath, program, searchPath } from './paths';
import { chosenInterpreter, expand, interpreter, OLDEST_PYTHON } from './python';
import { ANSWER_LIMIT, run } from './processes';

/** Why this server and no other. */
export type Origin = 'setting' | 'workspace' | 'path' | 'environment' | 'bundled';

export interface Server {
  command: string;
  /** What comes before `server`, `map` and so on. */
  args: string[];
  origin: Origin;
  /** Whether Markdown can be read: the copy that comes with the extension has no native parts. */
  markdown: boolean;
  /** The same of Compose files. */
  yaml: boolean;
}

/** There is no server, and `message` says what to do. */
export class NoServer extends Error {}

const WINDOWS = process.platform === 'win32';

/**
 * The server to start: the one in the settings, that of the workspace's virtual environment, that on PATH, that of the environment
 * which this extension created when asked to, and last the copy that comes with the extension.
 *
 * A workspace that isn't trusted chooses nothing: neither its settings (VS Code sees to that) nor its folders.
 */
export async function locate(context: ExtensionContext): Promise<Server> {
  const configured = workspace.getConfiguration('persistlint').get<string>('path', '').trim();
  if (configured !== '') {
    const written = expand(configured);
    const command = isPath(written, WINDOWS) ? await firstExecutable([fileOf(written, WINDOWS)]) : await onPath(written);
    if (command === undefined) {
      throw new NoServer(`The setting persistlint.path is ${written}, and there is no such program.`);
    }
    return { command, args: [], origin: 'setting', markdown: true, yaml: true };
  }
  if (workspace.isTrusted) {
    const found = await inWorkspace();
    if (found !== undefined) {
      return { command: found, args: [], origin: 'workspace', markdown: true, yaml: true };
    }
  }
  const inPath = await onPath('persistlint');
  if (inPath !== undefined) {
    return { command: inPath, args: [], origin: 'path', markdown: true, yaml: true };
  }
  const own = environmentExecutable(context);
  if (await isExecutable(own)) {
    return { command: own, args: [], origin: 'environment', markdown: true, yaml: true };
  }
  return bundled(context);
}

async function bundled(context: ExtensionContext): Promise<Server> {
  const start = context.asAbsolutePath(path.join('bundled', 'start.py'));
  const python = await interpreter();
  if (python === undefined) {
    throw new NoServer(
      `persistlint needs Python ${OLDEST_PYTHON} or newer, and found none. Install it, or set persistlint.interpreter ` +
        'to a Python or persistlint.path to an installed persistlint.',
    );
  }
  // Without variables such as PYTHONPATH, but with the user's own packages: the grammars may be among them. A script's folder is searched, never the
  // working directory.
  const [command, ...args] = [python[0], ...python.slice(1), '-E', start];
  const [markdown, yaml] = await Promise.all(
    ['--has-markdown', '--has-yaml'].map((option) => run(command, [...args, option], { limit: ANSWER_LIMIT })),
  );
  return { command, args, origin: 'bundled', markdown: markdown?.status === 0, yaml: yaml?.status === 0 };
}

async function inWorkspace(): Promise<string | undefined> {
  for (const folder of workspace.workspaceFolders ?? []) {
    if (folder.uri.scheme !== 'file') {
      continue;
    }
    const chosen = await chosenInterpreter(folder.uri);
    const found = await firstExecutable(inEnvironments(folder.uri.fsPath, chosen, WINDOWS));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  const folders = searchPath(process.env.PATH ?? '', WINDOWS);
  return firstExecutable(folders.map((folder) => program(name, folder, WINDOWS)));
}

async function firstExecutable(files: string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await isExecutable(file)) {
      return file;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  if (!path.isAbsolute(file)) {
    return false;
  }
  try {
    await access(file, constants.X_OK);
    // Folders may be "executed", too.
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
