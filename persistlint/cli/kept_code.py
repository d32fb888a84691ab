"""Never imported: the place of its compiled file is where ``module_store`` keeps the code of all modules.

An uninstaller knows that file, and takes it away with the package.
"""
