"""Emacs with Eglot, set up as docs/editors.md says."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.editors import tools
from tests.editors.recipes import recipe

#: Batch mode has no commands, after which Eglot would connect: it is called. Each message that is printed is looked at by the test.
STORY = """
(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect 30 eglot-confirm-server-edits nil eglot-autoshutdown t)
(defun until (what condition)
  (let ((end (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) end) (message "never came: %s" what) (kill-emacs 1))
      (accept-process-output nil 0.02))))
(find-file "run.sh")
(apply #'eglot--connect (eglot--guess-contact))
(unless flymake-mode (flymake-mode 1))
(until "a finding" (lambda () (flymake-start) (flymake-diagnostics)))
(let* ((finding (car (flymake-diagnostics)))
       (start (flymake-diagnostic-beg finding)))
  (princ (format "finding %d %s\\n" (line-number-at-pos start) (flymake-diagnostic-text finding)))
  (goto-char start)
  (let ((actions (eglot-code-actions start (flymake-diagnostic-end finding) "quickfix" nil)))
    (eglot-execute (eglot-current-server)
                   (seq-find (lambda (each) (string-match-p "Keep the data" (plist-get each :title))) actions))))
(until "the fix" (lambda () (string-match-p "data:/var/lib/postgresql/data" (buffer-string))))
(eglot--signal-textDocument/didChange)
(until "no finding" (lambda () (flymake-start) (null (flymake-diagnostics))))
(save-buffer)
(eglot-shutdown (eglot-current-server))
"""


def run_emacs(
    options: list[str], story: str, installed: Path, folder: Path, home: Path
) -> subprocess.CompletedProcess[str]:
    """Run Emacs in batch mode, in ``folder``, with the code ``story``."""
    emacs = tools.need("emacs", "emacs-nox")
    script = home / "story.el"
    script.write_text(story)
    return subprocess.run(
        [emacs, "--batch", *options, "-l", str(script)],
        cwd=folder,
        env=tools.user_environment(installed, home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_findings_and_a_fix(installed: Path, examples: Path, tmp_path: Path) -> None:
    setup = without_hooks(recipe("Emacs", "elisp"))
    done = run_emacs(["-Q"], setup + STORY, installed, examples, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "finding 6" in done.stdout
    assert "PSL101" in done.stdout
    assert "data:/var/lib/postgresql/data" in (examples / "run.sh").read_text()


#: Looks at one file of each kind: Eglot picks the server by the mode, and the hooks of that mode would start it.
EVERY_KIND = """
(package-initialize)
(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect 30 eglot-autoshutdown t)
(dolist (name '("Dockerfile" "README.md" "compose.yaml" "Makefile"))
  (find-file name)
  (let ((contact (eglot--guess-contact)) (hooks nil) (mode major-mode))
    (while mode
      (push (intern (format "%s-hook" mode)) hooks)
      (setq mode (get mode 'derived-mode-parent)))
    (princ (format "%s started %s\\n" name (and (seq-some (lambda (hook) (memq hook their-hooks)) hooks) t)))
    (apply #'eglot--connect contact))
  (unless flymake-mode (flymake-mode 1))
  (let ((end (+ (float-time) 30)))
    (while (and (progn (flymake-start) (null (flymake-diagnostics))) (< (float-time) end))
      (accept-process-output nil 0.02)))
  (princ (format "%s %s\\n" name (mapconcat #'flymake-diagnostic-text (flymake-diagnostics) " ")))
  (eglot-shutdown (eglot-current-server)))
"""


def without_hooks(setup: str) -> str:
    """Return the set-up for batch mode, in which a hook would wait for a command: the hooks are only remembered."""
    return setup.replace("(add-hook hook #'eglot-ensure)", "(defvar their-hooks nil) (push hook their-hooks)")


def test_every_kind_of_file(installed: Path, examples: Path, tmp_path: Path) -> None:
    (examples / "Makefile").write_text("db:\n\tdocker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n")
    done = run_emacs([], without_hooks(recipe("Emacs", "elisp")) + EVERY_KIND, installed, examples, tmp_path)
    if "fundamental-mode" in done.stderr:
        tools.missing("needs elpa-dockerfile-mode, elpa-markdown-mode and elpa-yaml-mode")
    assert done.returncode == 0, done.stderr
    for name in ("Dockerfile", "README.md", "compose.yaml", "Makefile"):
        assert f"{name} started t\n" in done.stdout, done.stdout + done.stderr
        (line_of_file,) = [
            line for line in done.stdout.splitlines() if line.startswith(f"{name} ") and "started" not in line
        ]
        assert "PSL" in line_of_file, line_of_file
