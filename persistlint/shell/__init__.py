"""From shell code to invocations: syntax, expansion, and an evaluator that follows the text without running it."""
