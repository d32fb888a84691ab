// What can be said about paths without VS Code: each function takes the kind of machine, so that both kinds are tested on any.

import * as path from 'node:path';

/** What a path depends on besides its text. */
export interface Machine {
  windows: boolean;
  home: string;
  /** The first workspace folder as a path of this machine. */
  folder?: string | undefined;
}

const VIRTUAL_ENVIRONMENTS = ['.venv', 'venv', '.env', 'env'];

function paths(windows: boolean): path.PlatformPath {
  return windows ? path.win32 : path.posix;
}

/** A path as a person writes it in a setting: `~` and `${workspaceFolder}` are understood, a relative one counts from the first folder. */
export function expanded(written: string, { windows, home, folder }: Machine): string {
  // Functions, as a `$` in a replacement means something.
  let result = written.replace(/^~(?=[/\\]|$)/, () => home);
  if (folder !== undefined) {
    result = result.replaceAll('${workspaceFolder}', () => folder);
    if (isPath(result, windows) && !paths(windows).isAbsolute(result)) {
      result = paths(windows).join(folder, result);
    }
  }
  return result;
}

/** Whether a command is more than a name that is looked for on PATH. */
export function isPath(command: string, windows: boolean): boolean {
  return windows ? /[/\\:]/.test(command) : command.includes('/');
}

/** The file that a command's name means: on Windows `.exe` may be left out. */
export function fileOf(command: string, windows: boolean): string {
  return windows && path.win32.extname(command) === '' ? `${command}.exe` : command;
}

/** The folders of PATH. A relative one would take the program from wherever the editor was started; on Windows one may be quoted. */
export function searchPath(value: string, windows: boolean): string[] {
  return value
    .split(paths(windows).delimiter)
    .map((folder) => (windows ? folder.replace(/^"(.*)"$/, '$1') : folder))
    .filter((folder) => paths(windows).isAbsolute(folder));
}

/** Where a virtual environment has its programs. */
export function scripts(environment: string, windows: boolean): string {
  return paths(windows).join(environment, windows ? 'Scripts' : 'bin');
}

/** A program's file in a folder of programs. */
export function program(name: string, folder: string, windows: boolean): string {
  return paths(windows).join(folder, fileOf(name, windows));
}

/** Where a workspace folder's own persistlint may be, the chosen interpreter's environment first. */
export function inEnvironments(folder: string, chosen: string | undefined, windows: boolean): string[] {
  const folders = VIRTUAL_ENVIRONMENTS.map((name) => scripts(paths(windows).join(folder, name), windows));
  return [...(chosen === undefined ? [] : [paths(windows).dirname(chosen)]), ...folders].map((each) =>
    program('persistlint', each, windows),
  );
}
