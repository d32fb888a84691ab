"""What a memo keeps: a document read again costs nothing but what has changed."""

from persistlint.shell.evaluate.memo import Memo
from tests.shell.shell_calls import engine_calls, evaluate, shown

TEXT = "\n".join(
    [
        "NAME=a",
        "docker volume create $NAME",
        "f() { docker run $1; }",
        "f x",
        "echo unrelated",
        "docker rm $NAME",
    ]
)


def described(evaluator):
    return [
        (shown(call.words), call.span.anchor, call.span.start, call.certainty)
        for call in engine_calls(evaluator)
    ]


def test_the_same_text_again_gives_the_same_events_without_evaluation() -> None:
    memo = Memo()
    first = evaluate(TEXT, memo=memo)
    assert memo.misses == 6
    second = evaluate(TEXT, memo=memo)
    assert memo.misses == 6
    assert described(first) == described(second)


def test_an_edit_costs_the_statements_that_depend_on_it() -> None:
    memo = Memo()
    evaluate(TEXT, memo=memo)
    misses = memo.misses
    changed = TEXT.replace("NAME=a", "NAME=b")
    again = evaluate(changed, memo=memo)
    # The assignment and the two statements that read it.
    assert memo.misses - misses == 3
    assert described(again) == described(evaluate(changed))


def test_an_edit_elsewhere_costs_one_statement() -> None:
    memo = Memo()
    evaluate(TEXT, memo=memo)
    misses = memo.misses
    evaluate(TEXT.replace("unrelated", "else"), memo=memo)
    assert memo.misses - misses == 1


def test_lines_above_move_everything_and_cost_nothing() -> None:
    memo = Memo()
    evaluate(TEXT, memo=memo)
    misses = memo.misses
    moved = evaluate("# a comment\n\n" + TEXT, memo=memo)
    assert memo.misses == misses
    base = moved.anchors[engine_calls(moved)[0].span.anchor][1]
    assert ("# a comment\n\n" + TEXT)[base:].startswith("docker volume create")


def test_a_function_that_changed_is_evaluated_where_it_is_called() -> None:
    memo = Memo()
    evaluate(TEXT, memo=memo)
    misses = memo.misses
    changed = TEXT.replace("docker run $1", "docker run -d $1")
    again = evaluate(changed, memo=memo)
    assert memo.misses - misses == 2
    assert described(again) == described(evaluate(changed))


def test_what_is_remembered_costs_the_steps_that_it_took() -> None:
    memo = Memo()
    text = TEXT + "\ng() { docker run a; docker run b; }"
    first = evaluate(text, memo=memo)
    assert evaluate(text, memo=memo).spent_steps == first.spent_steps > evaluate(TEXT).spent_steps + 2


def test_what_is_dropped_of_a_line_is_remembered() -> None:
    text = "readonly R\n[ -f x ] && R=1; docker run a; docker run b\nR=2; docker run c\ndocker run d"
    memo = Memo()
    first = evaluate(text, memo=memo)
    assert [call[0] for call in described(first)] == ["docker run a", "docker run b", "docker run d"]
    misses = memo.misses
    assert described(evaluate(text, memo=memo)) == described(first)
    assert memo.misses == misses
    changed = text.replace("readonly R", "readonly Q")
    assert described(evaluate(changed, memo=memo)) == described(evaluate(changed))
    assert described(evaluate(text, memo=memo)) == described(first)


def test_a_text_that_uses_up_the_budget_is_not_evaluated_again() -> None:
    text = "for i in $(seq 9); do " + "echo $i; " * 200 + "docker rm a; done\n"
    memo = Memo()
    first = evaluate(text, memo=memo, budget=300)
    assert first.spent
    misses = memo.misses
    again = evaluate(text, memo=memo, budget=300)
    assert (again.spent, memo.misses) == (True, misses)
    assert [str(event.span) for event in first.events] == [str(event.span) for event in again.events]
    # Where more is left, more is read.
    assert not evaluate(text, memo=memo).spent
    assert memo.misses > misses
