-- For `vim.lsp.enable('persistlint')` of Neovim 0.11 without `setup`.

local server = require('persistlint.server')

return vim.tbl_extend('force', server.config(), { cmd = server.start, root_dir = server.root_dir })
