-- For lua/lint/linters of nvim-lint.
local severities = {
  error = vim.diagnostic.severity.ERROR,
  warning = vim.diagnostic.severity.WARN,
  info = vim.diagnostic.severity.INFO,
  hint = vim.diagnostic.severity.HINT,
}

--- persistlint counts characters, Neovim bytes.
local function byte_column(bufnr, line, column)
  local text = vim.api.nvim_buf_get_lines(bufnr, line - 1, line, false)[1] or ''
  local at = vim.fn.byteidx(text, column - 1)
  return at < 0 and #text or at
end

return {
  cmd = 'persistlint',
  stdin = true,
  stream = 'stdout',
  ignore_exitcode = true,
  args = {
    'check',
    '--format=json',
    '--stdin-filename',
    function()
      return vim.api.nvim_buf_get_name(0)
    end,
    '-',
  },
  parser = function(output, bufnr)
    local diagnostics = {}
    if vim.trim(output) == '' then
      return diagnostics
    end
    for _, finding in ipairs(vim.json.decode(output).findings) do
      table.insert(diagnostics, {
        lnum = finding.line - 1,
        col = byte_column(bufnr, finding.line, finding.column),
        end_lnum = finding.end_line - 1,
        end_col = byte_column(bufnr, finding.end_line, finding.end_column),
        severity = severities[finding.severity],
        code = finding.code,
        message = finding.message,
        source = 'persistlint',
      })
    end
    return diagnostics
  end,
}
