// The documents that persistlint reads.

import { TextDocument } from 'vscode';

export const YAML = ['dockercompose', 'yaml'];
export const LANGUAGES = ['shellscript', 'dockerfile', 'markdown', ...YAML];
export const SCHEMES = ['file', 'untitled'];

/** Whether findings may be shown in this document. */
export function isOurs(document: TextDocument): boolean {
  if (document.languageId === 'yaml' && !/^services:/m.test(document.getText())) {
    return false; // of YAML only Compose files are read
  }
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
