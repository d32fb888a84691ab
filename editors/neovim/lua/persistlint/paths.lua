-- What can be said about paths without asking the machine: the kind of machine is an argument, so that both kinds are tested on any.

local M = {}

--- Where a project's own persistlint may be. `vim.fs.joinpath` would make one slash of the two that a path on a server begins with.
---@param root string
---@param windows boolean
---@return string[]
function M.in_environments(root, windows)
  local inside = windows and 'Scripts/persistlint.exe' or 'bin/persistlint'
  root = root:gsub(windows and '[/\\]+$' or '/+$', '')
  return vim.tbl_map(function(name)
    return table.concat({ root, name, inside }, '/')
  end, { '.venv', 'venv' })
end

--- The last part of a buffer's name.
---@param name string
---@param windows boolean
---@return string
function M.last(name, windows)
  return name:match(windows and '[^/\\]*$' or '[^/]*$')
end

return M
