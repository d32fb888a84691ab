-- `:checkhealth persistlint`

local server = require('persistlint.server')

local M = {}

--- A Markdown document whose reading needs the native library.
local MARKDOWN = '# x\n\n```sh\ndocker run -d nginx:1.27\n```\n'

local function check_program(root)
  local command, where = server.find(root)
  if command == nil then
    vim.health.error('persistlint was not found', {
      'install it where PATH finds it: `pipx install persistlint` or `uv tool install persistlint`',
      "or name it: `require('persistlint').setup({ cmd = { '/path/to/persistlint' } })`",
      'a virtual environment of a project is used only where `trusted` says so',
    })
    return
  end
  local line = table.concat(command, ' ')
  local ok, version = pcall(function()
    return vim.system(vim.list_extend(vim.deepcopy(command), { '--version' }), { text = true }):wait(10000)
  end)
  if not ok or version.code ~= 0 then
    vim.health.error(('%s (from %s) does not run: %s'):format(line, where, ok and version.stderr or version))
    return
  end
  vim.health.ok(('%s: %s (from %s)'):format(line, vim.trim(version.stdout), where))
  local arguments = { 'check', '--isolated', '--exit-zero', '--stdin-filename', 'x.md', '-' }
  local markdown = vim.system(vim.list_extend(vim.deepcopy(command), arguments), { stdin = MARKDOWN, text = true }):wait(10000)
  if markdown.code == 0 then
    vim.health.ok('Markdown can be read')
  else
    vim.health.warn('Markdown can not be read: ' .. vim.trim(markdown.stderr), {
      'install tree-sitter, tree-sitter-markdown and tree-sitter-yaml for the Python that runs persistlint',
    })
  end
end

function M.check()
  vim.health.start('persistlint')
  if vim.fn.has('nvim-0.10') == 1 then
    vim.health.ok('Neovim ' .. tostring(vim.version()))
  else
    vim.health.error('Neovim 0.10 or newer is needed')
    return
  end
  local root = server.root(0)
  check_program(root)
  vim.health.info(('project %s: %s'):format(root, server.trusted(root) and 'trusted' or 'not trusted (no plugins, no engine)'))
  local clients = vim.lsp.get_clients({ name = 'persistlint' })
  if #clients == 0 then
    vim.health.info('no server is running: one starts with the first buffer of ' .. table.concat(server.options.filetypes, ', '))
  end
  for _, client in ipairs(clients) do
    vim.health.ok(
      ('a server is running in %s for %d buffers'):format(client.root_dir or '?', vim.tbl_count(client.attached_buffers))
    )
  end
end

return M
