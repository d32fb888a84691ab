-- persistlint for Neovim's own language client. The help is in doc/persistlint.txt.

local server = require('persistlint.server')

local M = {}
local group = vim.api.nvim_create_augroup('persistlint', {})

---@param buffer? integer
---@return vim.lsp.Client[]
function M.clients(buffer)
  return vim.lsp.get_clients({ name = 'persistlint', bufnr = buffer })
end

local function notify(client, method, params)
  if vim.fn.has('nvim-0.11') == 1 then
    client:notify(method, params)
  else
    client.notify(method, params)
  end
end

local function stop(client)
  if vim.fn.has('nvim-0.11') == 1 then
    client:stop()
  else
    client.stop()
  end
end

-- Neovim 0.10 has no vim.lsp.config: a client is started for each buffer, and those of one root share it.
local function start_in(buffer)
  if not server.concerns(buffer) then
    return
  end
  local root = server.root(buffer)
  local command, where = server.find(root)
  if command == nil then
    vim.notify_once(
      'persistlint is not installed (' .. where .. '); see :checkhealth persistlint',
      vim.log.levels.WARN
    )
    return
  end
  local config = server.config()
  config.cmd = vim.list_extend(vim.deepcopy(command), { 'server' })
  config.root_dir = root
  vim.lsp.start(config, { bufnr = buffer })
end

--- Neovim watches no files on Linux, so what is written here is told to the server: settings files above all.
local function tell_about_files()
  vim.api.nvim_create_autocmd('BufWritePost', {
    group = group,
    callback = function(event)
      local uri = vim.uri_from_bufnr(event.buf)
      for _, client in ipairs(M.clients()) do
        if not client.attached_buffers[event.buf] then
          notify(client, 'workspace/didChangeWatchedFiles', { changes = { { uri = uri, type = 2 } } })
        end
      end
    end,
  })
end

--- Start the server for every buffer of the right kind, from now on.
---@param options? persistlint.Options
function M.setup(options)
  server.options = vim.tbl_extend('force', vim.deepcopy(server.defaults), options or {})
  vim.api.nvim_clear_autocmds({ group = group })
  tell_about_files()
  if vim.lsp.config then
    local config = server.config()
    config.cmd = server.start
    config.root_dir = server.root_dir
    vim.lsp.config('persistlint', config)
    vim.lsp.enable('persistlint')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = server.options.filetypes,
    callback = function(event)
      start_in(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.list_contains(server.options.filetypes, vim.bo[buffer].filetype) then
      start_in(buffer)
    end
  end
end

--- Stop every persistlint server and start it again for the same buffers.
function M.restart()
  local buffers = {}
  for _, client in ipairs(M.clients()) do
    for buffer in pairs(client.attached_buffers) do
      buffers[buffer] = true
    end
    stop(client)
  end
  local function again(left)
    if #M.clients() > 0 and left > 0 then
      vim.defer_fn(function()
        again(left - 1)
      end, 50)
      return
    end
    if vim.lsp.config then
      vim.lsp.enable('persistlint') -- starts it for the buffers that are there, too
      return
    end
    for buffer in pairs(buffers) do
      if vim.api.nvim_buf_is_valid(buffer) then
        start_in(buffer)
      end
    end
  end
  again(100)
end

--- Apply every safe fix in the current buffer.
function M.fix_all()
  vim.lsp.buf.code_action({
    context = { only = { 'source.fixAll.persistlint' }, diagnostics = {} },
    apply = true,
  })
end

--- How many findings a buffer has, for a status line: for example `1E 2W`, or an empty string.
---@param buffer? integer
---@return string
function M.status(buffer)
  local counts = { 0, 0, 0, 0 }
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer or 0)) do
    if diagnostic.source == 'persistlint' then
      counts[diagnostic.severity] = counts[diagnostic.severity] + 1
    end
  end
  local parts = {}
  for severity, sign in ipairs({ 'E', 'W', 'I', 'H' }) do
    if counts[severity] > 0 then
      table.insert(parts, counts[severity] .. sign)
    end
  end
  return table.concat(parts, ' ')
end

return M
