// The documents that persistlint reads.

import { TextDocument } from 'vscode';

export const YAML = ['dockercompose', 'yaml', 'github-actions-workflow'];
const DOCUMENTS = ['markdown', 'restructuredtext', 'asciidoc'];
export const LANGUAGES = ['shellscript', 'dockerfile', 'makefile', 'systemd-unit-file', ...DOCUMENTS, ...YAML];
/** Of JSON only these files hold commands. */
export const JSON_FILES = '**/{package,devcontainer,.devcontainer}.json';
export const SCHEMES = ['file', 'untitled'];

/** Whether findings may be shown in this document. */
export function isOurs(document: TextDocument): boolean {
  if (document.languageId === 'yaml' && !/^(services|jobs|runs):|^[ \t]+script:/m.test(document.getText())) {
    return false; // of YAML only Compose files and workflows are read
  }
  if (/(^|\/)(package|\.?devcontainer)\.json$/.test(document.uri.path)) {
    return SCHEMES.includes(document.uri.scheme);
  }
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
