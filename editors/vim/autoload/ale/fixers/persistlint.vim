" Description: the safe fixes of persistlint

call ale#Set('persistlint_fix_options', '')

function! ale#fixers#persistlint#Fix(buffer) abort
    let l:options = ale#Var(a:buffer, 'persistlint_fix_options')

    return {
    \   'command': ale#Escape(ale#Var(a:buffer, 'persistlint_executable'))
    \       . ' check --quiet --exit-zero --fix' . ale#Pad(l:options) . ' --stdin-filename %s -',
    \}
endfunction
