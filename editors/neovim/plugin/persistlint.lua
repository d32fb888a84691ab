if vim.g.loaded_persistlint then
  return
end
vim.g.loaded_persistlint = true

local subcommands = {
  map = function()
    require('persistlint.map').open()
  end,
  picture = function()
    require('persistlint.map').picture()
  end,
  fix = function()
    require('persistlint').fix_all()
  end,
  restart = function()
    require('persistlint').restart()
  end,
  log = function()
    vim.cmd.tabnew(vim.fn.fnameescape(vim.lsp.log and vim.lsp.log.get_filename() or vim.lsp.get_log_path()))
  end,
}

vim.api.nvim_create_user_command('Persistlint', function(call)
  local chosen = subcommands[call.args]
  if chosen == nil then
    local names = vim.tbl_keys(subcommands)
    table.sort(names)
    vim.notify(('persistlint: no such command: %s (there are %s)'):format(call.args, table.concat(names, ', ')), vim.log.levels.ERROR)
    return
  end
  chosen()
end, {
  nargs = 1,
  desc = 'persistlint: map, picture, fix, restart, log',
  complete = function(lead)
    local names = vim.tbl_filter(function(name)
      return vim.startswith(name, lead)
    end, vim.tbl_keys(subcommands))
    table.sort(names)
    return names
  end,
})
