// A Python environment of the extension's own, created only when the user agrees: it brings the native parts that Markdown needs.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { commands, ExtensionContext, LogOutputChannel, ProgressLocation, window } from 'vscode';
import { program, scripts } from './paths';
import { CommandLine, interpreter, OLDEST_PYTHON } from './python';
import { run } from './processes';

const WINDOWS = process.platform === 'win32';

function environmentFolder(context: ExtensionContext): string {
  return path.join(context.globalStorageUri.fsPath, 'environment');
}

/** Where the environment's persistlint is, if it was created. */
export function environmentExecutable(context: ExtensionContext): string {
  return program('persistlint', scripts(environmentFolder(context), WINDOWS), WINDOWS);
}

/** Which version of this extension created the environment. */
function stamp(context: ExtensionContext): string {
  return path.join(environmentFolder(context), 'extension-version');
}

/** After an update of the extension its environment still holds the older persistlint: offer to create it anew. */
export async function offerRenewal(context: ExtensionContext): Promise<void> {
  const created = await readFile(stamp(context), 'utf8').catch(() => '');
  const version = versionOf(context);
  if (created === version) {
    return;
  }
  const renew = 'Create Anew…';
  const answer = await window.showInformationMessage(
    `The Python environment of the persistlint extension is of version ${created || 'unknown'}, the extension of ${version}.`,
    renew,
  );
  if (answer === renew) {
    await commands.executeCommand('persistlint.createEnvironment');
  }
}

function versionOf(context: ExtensionContext): string {
  return (context.extension.packageJSON as { version: string }).version;
}

/** Ask, then create the environment, with progress that can be cancelled. True where it is there afterwards. */
export async function createEnvironment(context: ExtensionContext, log: LogOutputChannel): Promise<boolean> {
  const folder = environmentFolder(context);
  const create = 'Create';
  const answer = await window.showInformationMessage(
    'Create a Python environment for persistlint?',
    {
      modal: true,
      detail:
        `It is created in ${folder} and nothing outside of that folder is changed. pip downloads tree-sitter from the package ` +
        'index that it is set up for (about 1 MB).',
    },
    create,
  );
  if (answer !== create) {
    return false;
  }
  const python = await interpreter();
  if (python === undefined) {
    await window.showErrorMessage(
      `persistlint needs Python ${OLDEST_PYTHON} or newer. Set persistlint.interpreter to one.`,
    );
    return false;
  }
  const wheels = context.asAbsolutePath(path.join('bundled', 'wheels'));
  const wheel = (await readdir(wheels)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) {
    throw new Error(`no wheel in ${wheels}`);
  }
  const inside = program('python', scripts(folder, WINDOWS), WINDOWS);
  const steps: [string, CommandLine][] = [
    // With -I nothing is imported from the working directory, which may be a checkout with a folder "venv" or "pip".
    ['creating the environment', [...python, '-I', '-m', 'venv', '--clear', folder]],
    ['installing persistlint', [inside, '-I', '-m', 'pip', 'install', '--disable-pip-version-check', path.join(wheels, wheel)]],
  ];
  const failure = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'persistlint', cancellable: true },
    async (progress, token) => {
      for (const [message, [command, ...args]] of steps) {
        progress.report({ message });
        log.info(`${command} ${args.join(' ')}`);
        const ran = await run(command, args, {
          token,
          said: (text) => {
            log.info(text.trimEnd());
          },
        });
        if (ran.status !== 0) {
          return token.isCancellationRequested ? 'cancelled' : `${message} failed`;
        }
      }
      return undefined;
    },
  );
  if (failure === undefined) {
    await writeFile(stamp(context), versionOf(context));
    return true;
  }
  // Half an environment is worse than none: the next start would pick it.
  await rm(folder, { recursive: true, force: true });
  if (failure !== 'cancelled') {
    const show = 'Show Output';
    if ((await window.showErrorMessage(`persistlint: ${failure}.`, show)) === show) {
      log.show();
    }
  }
  return false;
}
