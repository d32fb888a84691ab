" Description: what persistlint's linters have in common: one language server for every file type

call ale#Set('persistlint_executable', 'persistlint')

function! ale#handlers#persistlint#GetProjectRoot(buffer) abort
    for l:name in ['persistlint.toml', 'pyproject.toml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:name)

        if !empty(l:file)
            return fnamemodify(l:file, ':p:h')
        endif
    endfor

    let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')

    return !empty(l:git) ? fnamemodify(l:git, ':p:h:h') : expand('#' . a:buffer . ':p:h')
endfunction

function! ale#handlers#persistlint#DefineLinter(filetype) abort
    call ale#linter#Define(a:filetype, {
    \   'name': 'persistlint',
    \   'lsp': 'stdio',
    \   'executable': {b -> ale#Var(b, 'persistlint_executable')},
    \   'command': '%e server',
    \   'project_root': function('ale#handlers#persistlint#GetProjectRoot'),
    \})
endfunction
