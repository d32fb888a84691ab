// The documents that persistlint reads.

import { TextDocument } from 'vscode';

export const LANGUAGES = ['shellscript', 'dockerfile', 'markdown'];
export const SCHEMES = ['file', 'untitled'];

/** Whether findings may be shown in this document. */
export function isOurs(document: TextDocument): boolean {
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
