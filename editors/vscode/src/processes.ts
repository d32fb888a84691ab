// Programs that the extension runs besides the server: to ask an interpreter what it is, to draw a map, to create an environment.

import { spawn } from 'node:child_process';
import { CancellationToken } from 'vscode';

/** How many milliseconds a program may take to say what it is. One that hangs is ended; a busy machine is not a reason to find none. */
export const ANSWER_LIMIT = 60_000;

export interface Ran {
  /** The exit status; undefined where the program couldn't be started or was ended. */
  status: number | undefined;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string | undefined;
  input?: string;
  token?: CancellationToken;
  /** Each piece of what the program says, as it comes. */
  said?: (text: string) => void;
  /** After so many milliseconds the program is ended. */
  limit?: number;
}

/** Run a program, without a shell, to its end. Never rejects: a program that isn't there has no status and says why in `stderr`. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, stdio: 'pipe', windowsHide: true });
    const stdout: Buffer[] = [];
    let stderr = '';
    const stop = () => child.kill();
    const cancelled = options.token?.onCancellationRequested(stop);
    const timer = options.limit === undefined ? undefined : setTimeout(stop, options.limit);
    child.stdout.on('data', (data: Buffer) => {
      stdout.push(data);
      options.said?.(data.toString());
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      options.said?.(data.toString());
    });
    const end = (status: number | undefined) => {
      cancelled?.dispose();
      clearTimeout(timer);
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr });
    };
    child.on('error', (error) => {
      stderr += error.message;
      end(undefined);
    });
    child.on('close', (status) => {
      end(status ?? undefined);
    });
    // A program that ends without reading its input is no error of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
