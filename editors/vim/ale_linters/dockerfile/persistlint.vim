" Description: persistlint, for the data in docker commands

call ale#handlers#persistlint#DefineLinter('dockerfile')
