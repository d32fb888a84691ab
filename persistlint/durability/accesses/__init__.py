"""What programs read and write, and where: one module for each kind of program."""
