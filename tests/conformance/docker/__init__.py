"""Docker command lines read by persistlint and by the installed docker client, and compared."""
