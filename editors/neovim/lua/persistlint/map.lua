-- `:Persistlint map`: where every write of the buffer lives and what destroys it, beside the text.

local paths = require('persistlint.paths')

local M = {}

local function show(target, text)
  if vim.api.nvim_buf_is_valid(target) then
    vim.bo[target].modifiable = true
    vim.api.nvim_buf_set_lines(target, 0, -1, true, vim.split(vim.trim(text), '\n'))
    vim.bo[target].modifiable = false
  end
end

--- Ask the server for the map of `source` and show it in `target`.
local function draw(source, target)
  local client = require('persistlint').clients(source)[1]
  if client == nil then
    show(target, 'No persistlint server is running for this buffer; see :checkhealth persistlint')
    return
  end
  local arguments = { vim.uri_from_bufnr(source) }
  local window = vim.fn.bufwinid(target)
  if window ~= -1 then
    local columns = vim.fn.getwininfo(window)[1]
    arguments[2] = columns.width - columns.textoff
  end
  local params = { command = 'persistlint.map', arguments = arguments }
  local function answered(failure, text)
    -- A map that the next change made outdated is no failure: that change asks again.
    if failure == nil and type(text) == 'string' then
      show(target, text)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answered, source)
  else
    client.request('workspace/executeCommand', params, answered, source)
  end
end

--- Open the map of the current buffer in a window beside it, and renew it whenever the buffer is changed.
function M.open()
  local source = vim.api.nvim_get_current_buf()
  local target = vim.api.nvim_create_buf(false, true)
  vim.bo[target].bufhidden = 'wipe'
  local name = paths.last(vim.api.nvim_buf_get_name(source), vim.fn.has('win32') == 1)
  vim.api.nvim_buf_set_name(target, ('persistlint-map://%d/%s'):format(target, name))
  vim.api.nvim_open_win(target, false, { split = 'right', win = 0 })
  local group = vim.api.nvim_create_augroup('persistlint-map-' .. target, {})
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI' }, {
    group = group,
    buffer = source,
    callback = function()
      draw(source, target)
    end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', {
    buffer = target,
    once = true,
    callback = function()
      vim.api.nvim_del_augroup_by_id(group)
    end,
  })
  draw(source, target)
end

return M
