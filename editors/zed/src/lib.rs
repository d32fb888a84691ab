//! Starts the `persistlint` that is on the project's `PATH`.

use zed_extension_api::{self as zed, LanguageServerId, Result, Worktree};

struct Persistlint;

impl zed::Extension for Persistlint {
    fn new() -> Self {
        Persistlint
    }

    fn language_server_command(
        &mut self,
        _server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<zed::Command> {
        let command = worktree
            .which("persistlint")
            .ok_or("persistlint isn't on PATH. Install it with `pipx install persistlint`.")?;
        Ok(zed::Command {
            command,
            args: vec!["server".to_string()],
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(Persistlint);
