import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expanded, fileOf, inEnvironments, isPath, program, scripts, searchPath } from './paths';

const WINDOWS = { windows: true, home: 'C:\\Users\\Ada L', folder: 'c:\\my work' };
const POSIX = { windows: false, home: '/home/ada', folder: '/my work' };

void test('a path in a setting', () => {
  for (const [machine, written, meant] of [
    [WINDOWS, '~\\bin\\persistlint', 'C:\\Users\\Ada L\\bin\\persistlint'],
    [WINDOWS, '~/bin/persistlint', 'C:\\Users\\Ada L/bin/persistlint'],
    [WINDOWS, '${workspaceFolder}\\.venv\\Scripts\\persistlint.exe', 'c:\\my work\\.venv\\Scripts\\persistlint.exe'],
    [WINDOWS, '.venv\\Scripts\\persistlint.exe', 'c:\\my work\\.venv\\Scripts\\persistlint.exe'],
    [WINDOWS, '.venv/Scripts/persistlint.exe', 'c:\\my work\\.venv\\Scripts\\persistlint.exe'],
    [WINDOWS, 'D:\\tools\\persistlint.exe', 'D:\\tools\\persistlint.exe'],
    [WINDOWS, '\\\\server\\share\\persistlint.exe', '\\\\server\\share\\persistlint.exe'],
    [WINDOWS, 'persistlint', 'persistlint'],
    [POSIX, '~/bin/persistlint', '/home/ada/bin/persistlint'],
    [POSIX, '~ada/bin', '/my work/~ada/bin'],
    [POSIX, '${workspaceFolder}/bin/x', '/my work/bin/x'],
    [POSIX, 'bin/x', '/my work/bin/x'],
    [POSIX, '/usr/bin/x', '/usr/bin/x'],
    // A backslash is a character like any other there.
    [POSIX, 'a\\b', 'a\\b'],
  ] as const) {
    assert.equal(expanded(written, machine), meant);
  }
});

void test('a folder on a server', () => {
  const machine = { ...WINDOWS, folder: '\\\\server\\share\\my work' };
  assert.equal(expanded('.venv\\x.exe', machine), '\\\\server\\share\\my work\\.venv\\x.exe');
  assert.equal(expanded('${workspaceFolder}\\x.exe', machine), '\\\\server\\share\\my work\\x.exe');
  assert.equal(inEnvironments(machine.folder, undefined, true)[0], '\\\\server\\share\\my work\\.venv\\Scripts\\persistlint.exe');
});

void test('a dollar in a folder is a dollar', () => {
  assert.equal(expanded('${workspaceFolder}/x', { ...POSIX, folder: '/a$$b$&' }), '/a$$b$&/x');
  assert.equal(expanded('~/x', { ...POSIX, home: '/h$&' }), '/h$&/x');
  assert.equal(expanded('.venv\\x', { ...WINDOWS, folder: '\\\\wsl$\\Debian\\work' }), '\\\\wsl$\\Debian\\work\\.venv\\x');
});

void test('without a folder nothing counts from it', () => {
  const { windows, home } = POSIX;
  assert.equal(expanded('bin/x', { windows, home }), 'bin/x');
  assert.equal(expanded('${workspaceFolder}/x', { windows, home, folder: undefined }), '${workspaceFolder}/x');
});

void test('names and paths of programs', () => {
  assert.equal(isPath('persistlint', true), false);
  assert.equal(isPath('c:persistlint', true), true);
  assert.equal(isPath('bin\\persistlint', true), true);
  assert.equal(isPath('bin\\persistlint', false), false);
  assert.equal(fileOf('c:\\my tools\\persistlint', true), 'c:\\my tools\\persistlint.exe');
  assert.equal(fileOf('c:\\v1.2\\persistlint', true), 'c:\\v1.2\\persistlint.exe');
  assert.equal(fileOf('persistlint.EXE', true), 'persistlint.EXE');
  assert.equal(fileOf('/opt/persistlint', false), '/opt/persistlint');
  assert.equal(program('python', scripts('c:\\e', true), true), 'c:\\e\\Scripts\\python.exe');
  assert.equal(program('python', scripts('/e', false), false), '/e/bin/python');
});

void test('the folders of PATH', () => {
  assert.deepEqual(searchPath('C:\\a b;"D:\\c;d";.;\\\\server\\bin;"E:\\e"', true), [
    'C:\\a b',
    // Quotes keep no semicolon together in Node.js, and such folders are none of ours.
    '\\\\server\\bin',
    'E:\\e',
  ]);
  assert.deepEqual(searchPath('/usr/bin::bin:/my bin', false), ['/usr/bin', '/my bin']);
});

void test("a workspace's environments, the chosen one first", () => {
  const found = inEnvironments('c:\\my work', 'd:\\py\\Scripts\\python.exe', true);
  assert.equal(found[0], 'd:\\py\\Scripts\\persistlint.exe');
  assert.equal(found[1], 'c:\\my work\\.venv\\Scripts\\persistlint.exe');
  assert.equal(inEnvironments('/w', '/py/bin/python3', false)[0], '/py/bin/persistlint');
});
