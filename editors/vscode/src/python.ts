// Which Python interpreter runs what the extension ships.

import { homedir } from 'node:os';
import { extensions, Uri, workspace } from 'vscode';
import { expanded } from './paths';
import { ANSWER_LIMIT, run } from './processes';

/** The oldest Python that persistlint runs on. */
export const OLDEST_PYTHON = '3.11';

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  environments?: {
    getActiveEnvironmentPath(resource?: Uri): { path: string };
    resolveEnvironment(
      environment: { path: string },
    ): Promise<{ executable: { uri?: Uri | undefined } } | undefined>;
  };
}

/** The interpreter that is chosen in the Python extension, where that extension is installed. */
export async function chosenInterpreter(folder: Uri | undefined): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonExtension>('ms-python.python');
  if (extension === undefined) {
    return undefined;
  }
  try {
    const { environments } = extension.isActive ? extension.exports : await extension.activate();
    if (environments === undefined) {
      return undefined;
    }
    const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    return environment?.executable.uri?.fsPath;
  } catch {
    return undefined; // an extension that fails is as good as none
  }
}

export type CommandLine = [string, ...string[]];

/** A command line that starts a Python that is new enough, or undefined. */
export async function interpreter(): Promise<CommandLine | undefined> {
  const configured = workspace.getConfiguration('persistlint').get<string>('interpreter', '').trim();
  const candidates: CommandLine[] = configured === '' ? [] : [[expand(configured)]];
  if (configured === '') {
    if (workspace.isTrusted) {
      const chosen = await chosenInterpreter(workspace.workspaceFolders?.[0]?.uri);
      if (chosen !== undefined) {
        candidates.push([chosen]);
      }
    }
    candidates.push(['python3'], ['python']);
    if (process.platform === 'win32') {
      candidates.push(['py', '-3']);
    }
  }
  const question = `import sys; sys.exit(sys.version_info < (${OLDEST_PYTHON.replace('.', ', ')}))`;
  for (const candidate of candidates) {
    const [command, ...args] = candidate;
    // With -I nothing is imported from the working directory, which may be a checkout with a "sitecustomize.py".
    if ((await run(command, [...args, '-I', '-c', question], { limit: ANSWER_LIMIT })).status === 0) {
      return candidate;
    }
  }
  return undefined;
}

/** A path as a person writes it in a setting. */
export function expand(written: string): string {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return expanded(written, {
    windows: process.platform === 'win32',
    home: homedir(),
    // A folder that is no file has no path on this machine.
    folder: folder?.scheme === 'file' ? folder.fsPath : undefined,
  });
}
