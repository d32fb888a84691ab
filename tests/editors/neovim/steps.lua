-- What the tests in test_neovim.py have a headless Neovim do. The step is named by STEP; what it saw goes to standard output as JSON.

local PATIENCE = 30000

local function fail(message)
  io.stderr:write(message .. '\n')
  vim.cmd('cquit 1')
end

local function wait(condition, what)
  if not vim.wait(PATIENCE, condition, 20) then
    fail('never came: ' .. what .. '\n' .. vim.inspect(vim.diagnostic.get()))
  end
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, true), '\n')
end

local function codes(buffer)
  local found = vim.tbl_map(function(each)
    return each.code
  end, vim.diagnostic.get(buffer or 0))
  table.sort(found)
  return found
end

local function has(code, buffer)
  return function()
    return vim.list_contains(codes(buffer), code)
  end
end

local function client()
  local found = require('persistlint').clients(0)
  return found[1] or fail('no client')
end

local function ask(method, more)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, client().offset_encoding), more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, PATIENCE) or {}
  local answer = answers[client().id] or {}
  if answer.err then
    fail(vim.inspect(answer.err))
  end
  return answer.result
end

local function cursor_on(pattern)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local column = line:find(pattern, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  fail('not in the text: ' .. pattern)
end

local steps = {}

--- What the plugin makes of paths of both kinds of machines, and what Neovim's client makes of the URIs that the server sends and gets.
function steps.paths()
  local paths = require('persistlint.paths')
  local function programs(root, windows)
    return paths.in_environments(root, windows)[1]
  end
  return {
    programs = {
      programs('/home/ada/my work', false),
      programs('/', false),
      programs('C:\\my work', true),
      programs('C:/my work/', true),
      programs('\\\\server\\share\\my work', true),
      programs('//server/share', true),
    },
    last = {
      paths.last('C:\\my work\\persistlint.toml', true),
      paths.last('//server/share/persistlint.toml', true),
      paths.last('/my work/a\\b.sh', false),
      paths.last('', false),
    },
    uris = vim.tbl_map(vim.uri_from_fname, { '/my work/é.sh', 'C:/my work/a.sh' }),
    names = vim.tbl_map(vim.uri_to_fname, {
      'file:///my%20work/%C3%A9.sh',
      'file:///c%3A/my%20work/a.sh',
      'file:///C:/my%20work/a.sh',
    }),
  }
end

--- Findings come, with their places, and the status line counts them.
function steps.findings()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  local found = vim.diagnostic.get(0)[1]
  return {
    codes = codes(),
    place = { found.lnum, found.col, found.end_lnum, found.end_col },
    source = found.source,
    status = require('persistlint').status(),
    encoding = client().offset_encoding,
    root = client().config.root_dir,
  }
end

--- The same of a file of another kind, and the fix that its finding offers.
local function mended(file)
  vim.cmd.edit(file)
  wait(has('PSL101'), 'PSL101')
  cursor_on('postgres:16')
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title:find('Keep the data', 1, true) ~= nil
    end,
  })
  wait(function()
    return not has('PSL101')()
  end, 'the fix')
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
end

function steps.compose()
  return mended('compose.yaml')
end

function steps.makefile()
  return mended('Makefile')
end

function steps.hover()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  cursor_on('postgres:16')
  return ask('textDocument/hover').contents
end

--- While a line is typed, what is found elsewhere stays; what Neovim has of it are the lines as they are.
function steps.typing()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  local version
  local handler = vim.lsp.handlers['textDocument/publishDiagnostics']
  client().handlers['textDocument/publishDiagnostics'] = function(failure, result, ...)
    handler(failure, result, ...)
    version = result.version
  end
  local function shown(write)
    write()
    local changed = vim.lsp.util.buf_versions[vim.api.nvim_get_current_buf()]
    wait(function()
      return version == changed
    end, 'version ' .. changed)
    return vim.tbl_map(function(each)
      return { each.code, each.lnum }
    end, vim.diagnostic.get(0))
  end
  local seen = {}
  for _, letter in ipairs({ '\n', 'e', 'c', 'h', 'o', ' ', '"', 'i', 't', '"' }) do
    table.insert(
      seen,
      shown(function()
        if letter == '\n' then
          vim.api.nvim_buf_set_lines(0, 1, 1, true, { '' })
        else
          local column = #vim.api.nvim_buf_get_lines(0, 1, 2, true)[1]
          vim.api.nvim_buf_set_text(0, 1, column, 1, column, { letter })
        end
      end)
    )
  end
  return { seen = seen, wait = client().config.flags.debounce_text_changes }
end

--- A quick fix, chosen by its title as a person would.
function steps.fix()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  cursor_on('postgres:16')
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { 'quickfix' } },
    filter = function(action)
      return action.title:find('Keep the data in the volume', 1, true) ~= nil
    end,
  })
  wait(function()
    return #vim.diagnostic.get(0) == 0
  end, 'no finding')
  return text()
end

function steps.fix_all()
  vim.cmd.edit('deploy.sh')
  wait(has('PSL208'), 'PSL208')
  local before = text()
  vim.cmd('Persistlint fix')
  wait(function()
    return text() ~= before and not vim.list_contains(codes(), 'PSL208')
  end, 'the safe fixes')
  return text()
end

function steps.completion()
  vim.cmd.edit('serve.sh')
  wait(function()
    return require('persistlint').clients(0)[1] ~= nil
  end, 'a client')
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { 'docker run -d -v pgdata: postgres:16' })
  vim.api.nvim_win_set_cursor(0, { 3, #'docker run -d -v pgdata:' })
  local found = ask('textDocument/completion')
  return vim.tbl_map(function(item)
    return item.label
  end, found.items or found)
end

function steps.rename()
  vim.cmd.edit('serve.sh')
  wait(function()
    return require('persistlint').clients(0)[1] ~= nil
  end, 'a client')
  local here = vim.api.nvim_get_current_buf()
  cursor_on('cache-data')
  vim.lsp.buf.rename('redis-files')
  wait(function()
    return text(here):find('redis-files', 1, true) ~= nil
  end, 'the new name')
  vim.cmd('silent wall')
  return true
end

--- The settings file is written in this Neovim: the findings change without a restart.
function steps.settings()
  vim.cmd.edit('run.sh')
  local script = vim.api.nvim_get_current_buf()
  wait(has('PSL101'), 'PSL101')
  vim.cmd.edit('persistlint.toml')
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { 'ignore = ["PSL101"]' })
  vim.cmd('silent write')
  wait(function()
    return #vim.diagnostic.get(script) == 0
  end, 'no finding')
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { '' })
  vim.cmd('silent write')
  wait(has('PSL101', script), 'PSL101 again')
  return true
end

--- A wrong setting is shown where it is written, and nothing else of TOML is looked at.
function steps.wrong_setting()
  vim.cmd.edit('other.toml')
  local other = vim.api.nvim_get_current_buf()
  vim.cmd.edit('persistlint.toml')
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { '', 'ignroe = ["PSL101"]' })
  wait(function()
    return #vim.diagnostic.get(0) > 0
  end, 'a problem of the settings file')
  local found = vim.diagnostic.get(0)[1]
  return { message = found.message, line = found.lnum, others = #require('persistlint').clients(other) }
end

function steps.map()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  vim.cmd('Persistlint map')
  local shown = vim.tbl_filter(function(buffer)
    return vim.api.nvim_buf_get_name(buffer):find('persistlint-map:', 1, true) ~= nil
  end, vim.api.nvim_list_bufs())[1]
  wait(function()
    return text(shown):find('/var/lib/postgresql/data', 1, true) ~= nil
  end, 'a map')
  local before = text(shown)
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { 'docker rm -f shop-db' })
  vim.cmd('doautocmd TextChanged')
  wait(function()
    return text(shown) ~= before
  end, 'the map of the changed text')
  return { before = before, after = text(shown) }
end

function steps.picture()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  local opened
  -- No browser of the machine is to come up.
  vim.ui.open = function(path)
    opened = path
  end
  vim.cmd('Persistlint picture')
  local float = vim.api.nvim_get_current_win()
  wait(function()
    return opened ~= nil and text():find('/var/lib/postgresql/data', 1, true) ~= nil
  end, 'a picture and its text')
  local relative = vim.api.nvim_win_get_config(float).relative
  local page = table.concat(vim.fn.readfile(opened), '\n')
  vim.api.nvim_feedkeys('q', 'xt', false)
  return { relative = relative, page = page, closed = not vim.api.nvim_win_is_valid(float) }
end

function steps.restart()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  local before = client().id
  vim.cmd('Persistlint restart')
  wait(function()
    local now = require('persistlint').clients(0)[1]
    return now ~= nil and now.id ~= before and #vim.diagnostic.get(0) > 0
  end, 'findings of the new server')
  return true
end

function steps.health()
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  vim.cmd('checkhealth persistlint')
  return text()
end

function steps.health_alone()
  vim.cmd('checkhealth persistlint')
  return text()
end

function steps.help()
  vim.cmd.helptags(vim.env.PLUGIN .. '/doc')
  vim.cmd.help('persistlint-options')
  return vim.fn.expand('%:t')
end

--- `vim.lsp.enable` alone, as Neovim 0.11 has it.
function steps.enable()
  vim.lsp.enable('persistlint')
  vim.cmd.edit('run.sh')
  wait(has('PSL101'), 'PSL101')
  return codes()
end

vim.o.swapfile = false
vim.cmd('filetype on')
if vim.env.STEP ~= 'enable' then
  require('persistlint').setup(vim.json.decode(vim.env.OPTIONS))
end

-- After the start, as a person would: until then Neovim enables no server for buffers that are there.
vim.api.nvim_create_autocmd('VimEnter', {
  callback = vim.schedule_wrap(function()
    local ok, seen = pcall(steps[vim.env.STEP])
    if not ok then
      fail(tostring(seen))
    end
    io.stdout:write(vim.json.encode(seen) .. '\n')
    vim.cmd('qall!')
  end),
})
