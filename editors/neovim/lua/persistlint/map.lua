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

local NO_SERVER = 'No persistlint server is running for this buffer; see :checkhealth persistlint'

local function ask(client, source, command, arguments, answered)
  local params = { command = command, arguments = arguments }
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answered, source)
  else
    client.request('workspace/executeCommand', params, answered, source)
  end
end

--- Ask the server for the map of `source` and show it in `target`.
local function draw(source, target)
  local client = require('persistlint').clients(source)[1]
  if client == nil then
    show(target, NO_SERVER)
    return
  end
  local arguments = { vim.uri_from_bufnr(source) }
  local window = vim.fn.bufwinid(target)
  if window ~= -1 then
    local columns = vim.fn.getwininfo(window)[1]
    arguments[2] = columns.width - columns.textoff
  end
  ask(client, source, 'persistlint.map', arguments, function(failure, text)
    -- A map that the next change made outdated is no failure: that change asks again.
    if failure == nil and type(text) == 'string' then
      show(target, text)
    end
  end)
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

--- Open the picture of the current buffer in a browser, and its map as text in a float, which `q` closes.
function M.picture()
  local source = vim.api.nvim_get_current_buf()
  local client = require('persistlint').clients(source)[1]
  if client == nil then
    vim.notify(NO_SERVER, vim.log.levels.WARN)
    return
  end
  ask(client, source, 'persistlint.picture', { vim.uri_from_bufnr(source) }, function(failure, page)
    if failure ~= nil or type(page) ~= 'string' then
      vim.notify('persistlint: there is no picture: ' .. (failure and failure.message or 'no answer'), vim.log.levels.WARN)
      return
    end
    local file = vim.fn.tempname() .. '.html'
    vim.fn.writefile(vim.split(page, '\n'), file)
    local _, problem = vim.ui.open(file)
    if problem ~= nil then
      vim.notify('persistlint: the picture is in ' .. file .. ': ' .. problem, vim.log.levels.WARN)
    end
  end)
  local target = vim.api.nvim_create_buf(false, true)
  vim.bo[target].bufhidden = 'wipe'
  local width = math.max(60, math.min(100, vim.o.columns - 8))
  local height = math.max(5, math.floor(vim.o.lines * 0.7))
  local window = vim.api.nvim_open_win(target, true, {
    relative = 'editor',
    width = width,
    height = height,
    col = math.max(0, math.floor((vim.o.columns - width) / 2)),
    row = math.max(0, math.floor((vim.o.lines - height) / 2) - 1),
    border = 'rounded',
    style = 'minimal',
    title = ' persistlint ',
  })
  vim.keymap.set('n', 'q', function()
    vim.api.nvim_win_close(window, true)
  end, { buffer = target, desc = 'Close the map' })
  draw(source, target)
end

return M
