-- For lua/null-ls/builtins/diagnostics of none-ls.nvim.
local h = require('null-ls.helpers')
local methods = require('null-ls.methods')

local severities = h.diagnostics.severities

return h.make_builtin({
  name = 'persistlint',
  meta = {
    url = 'https://github.com/persistlint/persistlint',
    description = 'Finds the data that docker commands lose, in scripts, Dockerfiles, Compose files and documents.',
  },
  method = methods.internal.DIAGNOSTICS,
  filetypes = { 'sh', 'bash', 'zsh', 'dockerfile', 'markdown', 'yaml', 'make', 'systemd' },
  generator_opts = {
    command = 'persistlint',
    args = { 'check', '--exit-zero', '--format=json', '--stdin-filename', '$FILENAME', '-' },
    to_stdin = true,
    format = 'json',
    ignore_stderr = true,
    on_output = function(params)
      local diagnostics = {}
      for _, finding in ipairs(params.output and params.output.findings or {}) do
        table.insert(diagnostics, {
          row = finding.line,
          col = finding.column,
          end_row = finding.end_line,
          end_col = finding.end_column,
          severity = ({
            error = severities.error,
            warning = severities.warning,
            info = severities.information,
            hint = severities.hint,
          })[finding.severity],
          code = finding.code,
          message = finding.message,
          source = 'persistlint',
        })
      end
      return diagnostics
    end,
  },
  factory = h.generator_factory,
})
