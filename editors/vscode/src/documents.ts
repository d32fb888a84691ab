// The documents that persistlint reads.

import { TextDocument } from 'vscode';

export const YAML = ['dockercompose', 'yaml', 'github-actions-workflow'];
export const LANGUAGES = ['shellscript', 'dockerfile', 'makefile', 'systemd-unit-file', 'markdown', ...YAML];
export const SCHEMES = ['file', 'untitled'];

/** Whether findings may be shown in this document. */
export function isOurs(document: TextDocument): boolean {
  if (document.languageId === 'yaml' && !/^(services|jobs|runs):/m.test(document.getText())) {
    return false; // of YAML only Compose files and GitHub's workflows are read
  }
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
