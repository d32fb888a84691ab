"""Budgets of work that one text may take, in every stage, each with the reason for its number.

Work is counted, never time, so that a result doesn't depend on the machine. docs/speed.md shows the same numbers; a test compares the two.
"""

from __future__ import annotations

# Reading.

#: How deep shell text may nest. People nest five deep; the rest of the statement is left unread.
MOST_NESTED = 120
#: How many times its length a text may be read again because a quote or bracket has no end. A forgotten quote takes one or two.
SECOND_READING = 8
#: Characters of an arithmetic expression. A longer one is read as subshells.
LONGEST_ARITHMETIC = 10_000
#: Words of a command, an array or a loop, and of a Dockerfile's instruction. Those behind them are one unknown word.
MOST_WORDS = 10_000
#: Digits of a number. What has more is larger than every limit that docker knows.
MOST_DIGITS = 400

#: Characters that the references of one Makefile, or of one unit, may give together. The whole of a kernel's build gives fewer; variables that name one another multiply.
MOST_EXPANDED = 500_000
#: References inside one another, in a Makefile. What lies deeper is unknown.
MOST_REFERENCES = 40

#: Instructions of one Dockerfile. Those behind them aren't read, and nothing is said that needs the whole file.
MOST_INSTRUCTIONS = 5_000
#: Arguments of all instructions of one Dockerfile. What comes behind them isn't read.
MOST_ARGUMENTS = 100_000
#: Expressions that are replaced in one workflow. What comes after them is unknown.
MOST_EXPRESSIONS = 20_000
#: Combinations of a matrix that are looked at one by one. With more, its values are unknown.
MOST_COMBINATIONS = 8
#: Instructions of `ONBUILD` that a Dockerfile takes over. Stages that are built on one another multiply them.
MOST_TRIGGERS = 1_000
#: Lines of a transcript that are looked at in vain for the end of a quotation or a here-document. Then none is looked for.
MOST_VAIN_LINES = 20_000
#: Lines that continue a command in the text of a document. Those behind them are no part of it.
MOST_LINES_OF_A_COMMAND = 60
#: Fences and lists inside one another in Markdown. What lies deeper is read as text.
MOST_NESTED_FENCES = 3
#: Characters of a directive (`# syntax=…`) of a Dockerfile. A longer line is a comment.
LONGEST_DIRECTIVE = 1_000
#: Bytes of a `.gitignore`. A larger one is not read.
LARGEST_IGNORE_FILE = 1_000_000
#: Bytes of a file that is checked. A larger one is named and not read.
LARGEST_FILE = 10_000_000
#: Bytes of a file that is read for another document's sake. A larger one is as if it was not there.
LARGEST_OTHER_FILE = 2_000_000

# Evaluating.

#: Steps (words and commands) that an evaluation takes. A script of 5,000 lines takes some 20,000.
MOST_STEPS = 200_000
#: Words of a docker command, from a list that stands elsewhere, that cost no steps. Each further one costs two: all that is worked out of it is kept.
FREE_WORDS = 100
#: Pieces of scripts inside scripts (``eval``, ``ssh``, ``bash -c``) that are open at once. What lies deeper isn't followed.
MOST_OPEN_PIECES = 60_000
#: Invocations and gaps of one document. Functions that call themselves make them without end.
MOST_EVENTS = 5_000
#: Calls of functions, and scripts, inside one another. Scripts that people write have three or four.
MOST_CALLS = 24
#: Calls of one function inside itself. Its text is evaluated with known words at most so many times; what comes after that isn't known.
MOST_RECURSION = 3
#: Arms of an `if` that are known to have failed before another one, in all `if`s around. Each of those behind them is possible by itself.
MOST_ARMS = 120
#: Files that source one another. A project's library has two or three levels.
MOST_SOURCED = 8
#: Rounds of a loop whose words are known. A loop with more is walked once, with its variable unknown.
MOST_ROUNDS = 64
#: Rounds of loops in loops together. A loop that would take more is walked once.
MOST_NESTED_ROUNDS = 256
#: Walks through loops inside a loop, for all its rounds. A loop that isn't unrolled is walked twice, and those inside it in each walk.
MOST_WALKS = 16_384
#: Pieces of the working directory's path. After `cd` a thousand times nothing is said of it: each step has a path of its own.
MOST_PIECES = 400
#: Words of a list. Of a longer one nothing is known; it may be read in each round of a loop.
MOST_ELEMENTS = 1_000
#: Pieces of a value. Of one with more nothing is known; each reader takes it apart.
MOST_PIECES_OF_A_VALUE = 200
#: Items of a `case` that are told apart in one branch. The others follow in a branch of their own.
MOST_CASES = 60
#: Alternatives of a variable after branches. With more it is unknown.
MOST_ALTERNATIVES = 16
#: Branches that a command remembers to depend on. The oldest are forgotten, which only makes it say less.
MOST_BRANCHES = 8
#: Branches for which one command is told apart. With more, what differs is unknown.
MOST_SPLITS = 4
#: Aliases that stand for one another. Those behind them are words as they are written.
MOST_ALIASES = 8
#: Wrappers (`sudo`, `env`, `timeout`) in front of one program. People write three.
MOST_WRAPPERS = 12
#: Constructs that are remembered in which `exec` changed the standard input. The oldest are forgotten.
MOST_EXECS = 8
#: Words that a brace expansion makes. Of one that makes more nothing is known.
MOST_BRACE_WORDS = 1_000
#: Arithmetic inside arithmetic: a variable that holds an expression. What lies deeper is unknown.
MOST_NESTED_ARITHMETIC = 20
#: Characters of a text that an expansion computes. With a longer one nothing is computed.
LONGEST_COMPUTED_TEXT = 200_000

# Replaying, and trying fixes.

#: Worlds of a document, one for each choice at its branches. Branches that would need more stay unsplit.
MOST_WORLDS = 16
#: Docker commands that all worlds of a document replay together: one with more than a thousand has fewer worlds, but two at least.
MOST_REPLAYED = 16_000

#: Looks at containers, volumes and writes that one world takes. A script of thousands of commands stays below it.
MOST_LOOKS = 1_000_000
#: Programs after a write in one script that a finding may look at. Those behind them are left out.
MOST_FOLLOWING = 32
#: Commands, instructions of Dockerfiles and comments of ours that are looked at again for the fixes of one document, all tries together. Fixes beyond it aren't offered.
MOST_COMMANDS_AGAIN = 40_000
#: Tries that each document has, whatever its size, and all that one has whose analysis a budget ended.
FEWEST_TRIES = 24
#: Fixes of one rule for one command that are tried apart from each other. Those behind them are tried together.
MOST_APART = 3
#: Tries that one group of fixes has: enough to find a few wrong ones among a thousand by halves. What is left untried isn't offered.
MOST_TRIES_OF_A_GROUP = 40
#: Tries of a group that fail one after the other before the rest of it isn't tried, and at most a quarter of all tries. Halving finds one that holds sooner.
MOST_VAIN_TRIES = 12

# The other files of a project.

#: Names in the folders of a project. In one with more, other files aren't looked at: a run over one file would take too long.
MOST_NAMES = 20_000
#: Bytes of the texts of a project that may hold commands. In one with more, other files aren't looked at.
MOST_BYTES_OF_A_PROJECT = 32_000_000
#: Files of a project that hold the words of one question. Where there are more, nothing is said.
MOST_CANDIDATES = 40
#: Files of a project that may end a container, and are read for that as commands. Where there are more, nothing is said.
MOST_ENDING = 12
#: Drop-ins of one unit. A unit with more isn't read.
MOST_DROP_INS = 64

# Readers of hosts, patterns, and pictures.

#: Lists and references inside one another, in the scripts of a pipeline. GitLab takes ten.
DEEPEST_LISTS = 10
#: Lines of scripts of one pipeline. Anchors can multiply.
MOST_SCRIPT_LINES = 20_000
#: Mappings and lists inside one another: more is no file that people write.
DEEPEST_YAML = 100
#: Levels of blocks of YAML. The grammar's scanner keeps them in a buffer for about 250, and writes past its end (tree-sitter-yaml 0.7.2).
MOST_LEVELS = 200
#: Mappings that are looked through for a merge key. Anchors can multiply.
MOST_MERGED = 200
#: Defaults of a Compose file that hold variables with defaults.
MOST_NESTED_DEFAULTS = 10
#: Bytes of a YAML file in which the line is looked for where it breaks off: the file is read some twenty times for it. People's Compose files have a tenth of it.
LONGEST_SEARCHED = 50_000
#: Lines below one that is no YAML yet in which the bracket or quotation that it opens may close.
LINES_OPEN = 20
#: How often such a line is taken for the wrong one. The place is the last one then.
MOST_WRONG_STARTS = 5
#: Characters of a size, a port or the like in a Compose file. A longer one isn't looked at: the patterns take the square of its length.
LONGEST_SIZE = 200
#: Values of a Compose file that are looked at for what Compose refuses. Anchors can multiply.
MOST_VALUES = 100_000
#: Items of lists and mappings (`volumes`, `environment`, `secrets`, …) of all services of a Compose project. Of the services behind them nothing is said. Anchors can multiply.
MOST_ITEMS = 100_000
#: Files of `extends` and `include` that lead to one another.
MOST_EXTENDED = 10
#: Files that are read for one Compose project. Those that include others can multiply.
MOST_COMPOSE_FILES = 200
#: Characters of a value in a Dockerfile: `ENV A=$A$A` doubles with every line. A longer one is unknown.
LONGEST_VALUE = 16_384
#: Expansions inside one another, in a Dockerfile.
MOST_NESTED_EXPANSIONS = 40
#: Characters that a pattern of a Dockerfile is matched with. Matching tries many ways.
LONGEST_MATCH = 256
#: Stars of such a pattern. Each tries many ways.
MOST_STARS = 2
#: Such patterns of one Dockerfile. What comes after them is unknown.
MOST_PATTERNS = 500
#: Characters of a text that a shell's pattern is matched with. A longer one isn't matched.
LONGEST_TEXT = 10_000
#: Characters of such a pattern. A longer one isn't matched.
LONGEST_PATTERN = 1_000
#: Bytes of a line that are read for what people say in it, as in a comment. The rest is not.
LONGEST_LINE = 2_000
#: Braces in braces, and one after another in one word.
MOST_NESTED_BRACES = 20
#: Scripts inside the scripts of a container's command.
MOST_SCRIPTS_INSIDE = 6
#: Accesses of one command that are kept.
MOST_ACCESSES = 2_000
#: Images of a workspace that are built on one another.
MOST_BASES = 8
#: Containers of a picture. One with more can't be read.
MOST_CONTAINERS = 60
#: Arrows of a picture. GitHub's mermaid draws at most 500.
MOST_ARROWS = 400
#: Commands of a picture, in the order in which they happen.
MOST_COMMANDS = 60
#: Things of a picture in an album. GitHub's mermaid draws texts of at most 50,000 characters; a thing takes about a hundred.
MOST_THINGS = 250
#: Bars beside each other in a picture. With more none can be followed.
MOST_LANES = 24
#: Lines of a file in a picture. Those beyond are left out.
MOST_ROWS = 400
#: Bytes of the changelog that tells of the rules.
MOST_BYTES_OF_CHANGES = 5_000_000
