-- Where the server comes from, and the configuration of the client.

local paths = require('persistlint.paths')

local M = {}

local windows = vim.fn.has('win32') == 1

---@class persistlint.Options
---@field cmd? string[] The persistlint to start, without `server`. None: looked for, see `M.find`.
---@field filetypes? string[]
---@field root_markers? string[]
---@field trusted? boolean|fun(root: string): boolean Whether a project may choose the program, load plugins and have an engine asked.
---@field settings? table Settings with the names of persistlint.toml; they come before those in the project's file.
M.defaults = {
  filetypes = { 'sh', 'bash', 'zsh', 'ksh', 'dockerfile', 'make', 'markdown', 'rst', 'asciidoc', 'systemd', 'toml', 'yaml', 'yaml.docker-compose', 'yaml.github', 'yaml.gitlab' },
  root_markers = { 'persistlint.toml', 'pyproject.toml', '.git' },
  trusted = false,
  settings = {},
}

M.options = vim.deepcopy(M.defaults)

---@param root string
---@return boolean
function M.trusted(root)
  local trusted = M.options.trusted
  if type(trusted) == 'function' then
    return trusted(root) == true
  end
  return trusted == true
end

--- The command line that starts persistlint in a project, without a subcommand, and where it comes from; nil where there is none.
--- A project that isn't trusted chooses no program.
---@param root string
---@return string[]|nil, string
function M.find(root)
  if M.options.cmd then
    return M.options.cmd, 'the option cmd'
  end
  if M.trusted(root) then
    for _, candidate in ipairs(paths.in_environments(root, windows)) do
      if vim.fn.executable(candidate) == 1 then
        return { candidate }, "the project's virtual environment"
      end
    end
  end
  local path = vim.fn.exepath('persistlint')
  if path ~= '' then
    return { path }, 'PATH'
  end
  return nil, 'nothing was found'
end

--- The root of the project that a buffer belongs to.
---@param buffer integer
---@return string
function M.root(buffer)
  return vim.fs.root(buffer, M.options.root_markers) or vim.fn.getcwd()
end

--- Whether persistlint has something to say about a buffer: of all TOML files, only about those with its settings.
---@param buffer integer
---@return boolean
function M.concerns(buffer)
  local name = paths.last(vim.api.nvim_buf_get_name(buffer), windows)
  return vim.bo[buffer].filetype ~= 'toml' or name == 'persistlint.toml' or name == 'pyproject.toml'
end

--- The part of the configuration that doesn't depend on the project.
---@return table
function M.config()
  return {
    name = 'persistlint',
    filetypes = M.options.filetypes,
    settings = { persistlint = M.options.settings },
    -- Neovim waits 150 ms before it tells of a change; the server needs a few for its answer, and ends what is outdated.
    flags = { debounce_text_changes = 20 },
    before_init = function(params, config)
      local root = config.root_dir or vim.fn.getcwd()
      params.initializationOptions =
        vim.tbl_extend('force', M.options.settings, { trusted = M.trusted(root) })
    end,
  }
end

--- What `root_dir` is in `vim.lsp.config`.
---@param buffer integer
---@param go fun(root: string)
function M.root_dir(buffer, go)
  if M.concerns(buffer) then
    go(M.root(buffer))
  end
end

--- What `cmd` is in `vim.lsp.config`: the program depends on the project's root.
---@param dispatchers vim.lsp.rpc.Dispatchers
---@param config? vim.lsp.ClientConfig
function M.start(dispatchers, config)
  local root = config and config.root_dir or vim.fn.getcwd()
  local command, where = M.find(root)
  if command == nil then
    error('persistlint is not installed (' .. where .. '); see :checkhealth persistlint')
  end
  return vim.lsp.rpc.start(vim.list_extend(vim.deepcopy(command), { 'server' }), dispatchers, { cwd = root })
end

return M
